"""Files that support a criterion, and what is said of them."""

from __future__ import annotations

from typing import Any

from django import forms

from applications.forms.rounds import DayField
from applications.models import Evidence
from applications.selectors.uses import Material, Use
from files.fields import SeveralUploadsField, UploadField
from files.models import Upload
from files.names import cleaned_name

LONGEST_TITLE = 80
OWN_NAME = "其他（在下面写名称）"


class UploadNumberField(forms.ModelChoiceField):
    """A large file that has come in piece by piece already, in place of the file itself."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(
            Upload.objects.none(),
            required=False,
            label="已传完的文件",
            error_messages={"invalid_choice": "这次上传已经取消或过期，请重新上传。"},
        )


def validity_field() -> DayField:
    """Until when a certificate holds."""
    return DayField(
        label="有效期至",
        required=False,
        help_text="证书、证明写有有效期的才填。",
        error_messages={"invalid": "请填日期，例如 2027-05-20。"},
    )


class EvidenceForm(forms.Form):
    """Files for the criterion at which the form stands; `materials` are all uses that the standard knows."""

    criterion = forms.IntegerField(
        required=False, min_value=1, max_value=32767, widget=forms.HiddenInput, label="条件序号"
    )
    upload = UploadNumberField()
    file = SeveralUploadsField(label="文件")
    asked = forms.ChoiceField(label="标准要求的材料", required=False)
    title = forms.CharField(
        label="材料名称",
        required=False,
        max_length=LONGEST_TITLE,
        help_text="如：2025年产值证明。不填时用上面选的材料或文件名。",
    )
    valid_until = validity_field()
    also = forms.MultipleChoiceField(
        label="也用于",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="一份材料可以用于多条。",
    )

    def __init__(
        self, *args: Any, materials: dict[Use, Material], uploads: Any = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.materials = {each.key: each for each in materials.values()}
        _take_uploads(self, uploads)
        own = str((self.data if self.is_bound else self.initial).get("criterion") or "")
        named = [
            (each.key, each.words)
            for each in materials.values()
            if each.use.asked and each.key.startswith(f"{own}/")
        ]
        if named:
            self.fields["asked"].choices = [("", OWN_NAME), *named]
        else:
            del self.fields["asked"]
        whole = [
            (each.key, each.words) for each in materials.values() if not each.use.asked and each.key != own
        ]
        self.fields["also"].choices = whole

    def clean(self) -> dict[str, Any]:
        """The criterion is one of the standard."""
        typed: dict[str, Any] = super().clean() or {}
        criterion = typed.get("criterion")
        if criterion is not None and str(criterion) not in self.materials:
            self.add_error("criterion", "本批次的标准没有这一条。")
        return typed

    @property
    def uses(self) -> list[Use]:
        """What the files are for; nothing is other material."""
        typed = self.cleaned_data
        keys = [typed.get("asked") or str(typed.get("criterion") or ""), *typed["also"]]
        return [self.materials[key].use for key in keys if key]

    @property
    def files_with_titles(self) -> list[tuple[str, Any]]:
        """Each upload with its title: what was typed (numbered where there are several), asked for, or its file's name."""
        typed = self.cleaned_data
        uploads = [*typed["file"], *([typed["upload"]] if typed["upload"] else [])]
        asked = self.materials.get(typed.get("asked") or "")
        title = typed["title"] or (asked.words if asked else "")
        return [
            (_title(title, number, len(uploads), upload.name), upload)
            for number, upload in enumerate(uploads, start=1)
        ]


class ReplacementForm(forms.Form):
    """A newer version of a file."""

    upload = UploadNumberField()
    file = UploadField(label="新版本")

    def __init__(self, *args: Any, uploads: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        _take_uploads(self, uploads)

    @property
    def source(self) -> Any:
        """The file, or the upload that came in piece by piece."""
        return self.cleaned_data["upload"] or self.cleaned_data["file"]


class EvidenceDetailsForm(forms.Form):
    """What a piece of evidence is called, what it is for, and until when it holds."""

    title = forms.CharField(
        label="材料名称", max_length=LONGEST_TITLE, error_messages={"required": "请填写材料名称。"}
    )
    valid_until = validity_field()
    uses = forms.MultipleChoiceField(
        label="用于",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="可以多选；都不选为其他材料。",
    )

    def __init__(self, *args: Any, materials: dict[Use, Material], **options: Any) -> None:
        super().__init__(*args, **options)
        self.materials = {each.key: each for each in materials.values()}
        self.fields["uses"].choices = [(each.key, _in_full(each)) for each in materials.values()]

    @classmethod
    def of(cls, evidence: Evidence, materials: dict[Use, Material]) -> EvidenceDetailsForm:
        """Filled with what is kept."""
        kept = [Use.of(each) for each in evidence.uses.order_by("pk")]
        initial = {
            "title": evidence.title,
            "valid_until": evidence.valid_until,
            "uses": [materials[use].key for use in kept if use in materials],
        }
        return cls(initial=initial, materials=materials)

    @property
    def chosen(self) -> list[Use]:
        """The uses that were ticked."""
        return [self.materials[key].use for key in self.cleaned_data["uses"]]


class UploadForm(forms.Form):
    """A large file is announced."""

    name = forms.CharField(label="文件名", max_length=1000)
    size = forms.IntegerField(label="大小", min_value=1, max_value=2**50)
    mark = forms.CharField(label="修改时间", max_length=40, required=False)


def _take_uploads(form: forms.Form, uploads: Any) -> None:
    """What has come in piece by piece stands in for the file."""
    if uploads is not None:
        form.fields["upload"].queryset = uploads
    form.fields["file"].required = not form.data.get("upload")


def _title(title: str, number: int, count: int, name: str) -> str:
    if not title:
        cleaned = cleaned_name(name)
        return (cleaned.rpartition(".")[0] or cleaned)[:LONGEST_TITLE]
    ending = f"（{number}）" if count > 1 else ""
    return f"{title[: LONGEST_TITLE - len(ending)]}{ending}"


def _in_full(material: Material) -> str:
    return (
        f"第 {material.use.criterion} 条：{material.words}" if material.use.asked else f"第 {material.words}"
    )
