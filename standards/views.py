"""Pages that everybody reads: the standards, one standard, several side by side, and the self-check."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import ActorRequest
from core import lists
from core.paging import keyset_page
from policies.selectors.library import held_clauses
from standards.filters import CompareForm, StandardFilterForm, filtered_standards
from standards.forms import SelfCheckForm
from standards.models import Standard, StandardVersion
from standards.selectors import compiled
from standards.selectors.answers import answer
from standards.selectors.comparison import compare
from standards.selectors.library import (
    one_of_each_level,
    standards_with_versions,
    version_in_use,
    versions_in_use,
)
from standards.selectors.presentation import shown_criteria

# Others that the same figures can be held against at once; the rest are found in the list.
OTHERS_OFFERED = 6


@require_safe
def standard_list(request: ActorRequest) -> HttpResponse:
    """All standards, each with the version in use."""
    return _list(request, "standards/standard_list.html")


@require_http_methods(["GET", "HEAD", "POST"])
def standard_export(request: ActorRequest) -> HttpResponse:
    """The filtered list, all pages of it, as a file."""
    return lists.answer(request, "standards")


@require_safe
def self_check_start(request: ActorRequest) -> HttpResponse:
    """Choose the standard to hold one's figures against."""
    return _list(request, "standards/self_check_start.html")


@require_safe
def standard_detail(request: ActorRequest, code: str) -> HttpResponse:
    """The version in use; where all are retired, the newest."""
    standard = get_object_or_404(standards_with_versions(), code=code)
    version = version_in_use(standard) or max(
        standard.versions.all(), key=lambda each: each.number, default=None
    )
    return _detail(request, standard, version)


@require_safe
def version_detail(request: ActorRequest, code: str, number: int) -> HttpResponse:
    """One version; its address and those of its criteria never change."""
    standard = get_object_or_404(standards_with_versions(), code=code)
    found = [version for version in standard.versions.all() if version.number == number]
    return _detail(request, standard, found[0] if found else None)


@require_safe
def standard_compare(request: ActorRequest) -> HttpResponse:
    """Standards side by side, topic by topic; at first one of each level."""
    versions = versions_in_use()
    form = CompareForm(request.GET, versions=versions)
    chosen = form.chosen(otherwise=one_of_each_level(versions))
    context = {
        "form": form,
        "can_choose": len(versions) > len(one_of_each_level(versions)),
        "versions": chosen,
        "held": held_clauses(each.standard.document for each in chosen),
        "rows": compare(chosen),
    }
    return render(request, "standards/standard_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def self_check(request: ActorRequest, code: str) -> HttpResponse:
    """Hold typed figures against the version in use; the answer is shown and nothing is kept."""
    versions = versions_in_use()
    version = next((each for each in versions if each.standard.code == code), None)
    if version is None:
        raise Http404
    form = SelfCheckForm(request.POST if request.method == "POST" else None, spec=compiled(version).spec)
    is_answered = form.is_bound and form.is_valid()
    context = {
        "version": version,
        "form": form,
        "answer": answer(version, form.facts) if is_answered else None,
        "others": [each for each in versions if each != version][:OTHERS_OFFERED],
    }
    status = 422 if form.is_bound and not is_answered else 200
    return render(request, "standards/self_check.html", context, status=status)


def _list(request: ActorRequest, template: str) -> HttpResponse:
    form = StandardFilterForm(request.GET)
    chosen = form.chosen()
    standards = filtered_standards(standards_with_versions(), chosen)
    page = keyset_page(request, standards, column="code", newest_first=False)
    rows = [(standard, version_in_use(standard)) for standard in page.rows]
    context = {"form": form, "chosen": chosen, "rows": rows, "page_links": page}
    return render(request, template, context)


def _detail(request: ActorRequest, standard: Standard, version: StandardVersion | None) -> HttpResponse:
    if version is None:
        raise Http404
    context = {
        "standard": standard,
        "version": version,
        "in_use": version_in_use(standard),
        "others": [each for each in standard.versions.all() if each != version],
        "criteria": shown_criteria(compiled(version).spec),
        "held": held_clauses([standard.document]),
    }
    return render(request, "standards/standard_detail.html", context)
