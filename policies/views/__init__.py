"""Pages of the policy library, by audience."""

from policies.views.attachments import policy_attach, policy_detach
from policies.views.checking import (
    clause_confirm,
    clause_insert,
    clause_join,
    clause_mend,
    clause_remove,
    version_check,
    version_facts,
    version_plain,
)
from policies.views.library import policy_by_key, policy_detail, policy_list, version_compare, version_detail
from policies.views.reading import (
    policy_create,
    policy_next,
    policy_repeal,
    version_discard,
    version_list,
    version_publish,
    version_withdraw,
)
from policies.views.search import search
from policies.views.units import task_export, task_list, unit_export, unit_list, unit_names

__all__ = [
    "clause_confirm",
    "clause_insert",
    "clause_join",
    "clause_mend",
    "clause_remove",
    "policy_attach",
    "policy_by_key",
    "policy_create",
    "policy_detach",
    "policy_detail",
    "policy_list",
    "policy_next",
    "policy_repeal",
    "search",
    "task_export",
    "task_list",
    "unit_export",
    "unit_list",
    "unit_names",
    "version_check",
    "version_compare",
    "version_detail",
    "version_discard",
    "version_facts",
    "version_list",
    "version_plain",
    "version_publish",
    "version_withdraw",
]
