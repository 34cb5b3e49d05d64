"""Addresses of the policy library; the fixed words stand before the numbers."""

from django.urls import path

from policies import views

app_name = "policies"
urlpatterns = [
    path("", views.policy_list, name="policy_list"),
    path("key/<str:document>/", views.policy_by_key, name="policy_by_key"),
    path("search/", views.search, name="search"),
    path("units/", views.unit_list, name="unit_list"),
    path("units/export/", views.unit_export, name="unit_export"),
    path("units/names/", views.unit_names, name="unit_names"),
    path("units/tasks/", views.task_list, name="task_list"),
    path("units/tasks/export/", views.task_export, name="task_export"),
    path("desk/", views.version_list, name="version_list"),
    path("desk/new/", views.policy_create, name="policy_create"),
    path("desk/<int:pk>/", views.version_check, name="version_check"),
    path("desk/<int:pk>/facts/", views.version_facts, name="version_facts"),
    path("desk/<int:pk>/plain/", views.version_plain, name="version_plain"),
    path("desk/<int:pk>/publish/", views.version_publish, name="version_publish"),
    path("desk/<int:pk>/discard/", views.version_discard, name="version_discard"),
    path("desk/<int:pk>/clauses/<int:clause_pk>/confirm/", views.clause_confirm, name="clause_confirm"),
    path("desk/<int:pk>/clauses/<int:clause_pk>/mend/", views.clause_mend, name="clause_mend"),
    path("desk/<int:pk>/clauses/<int:clause_pk>/join/", views.clause_join, name="clause_join"),
    path("desk/<int:pk>/clauses/<int:clause_pk>/remove/", views.clause_remove, name="clause_remove"),
    path("desk/<int:pk>/clauses/<int:clause_pk>/insert/", views.clause_insert, name="clause_insert"),
    path("<int:pk>/", views.policy_detail, name="policy_detail"),
    path("<int:pk>/attachments/", views.policy_attach, name="policy_attach"),
    path("<int:pk>/attachments/<int:attachment_pk>/remove/", views.policy_detach, name="policy_detach"),
    path("<int:pk>/next/", views.policy_next, name="policy_next"),
    path("<int:pk>/repeal/", views.policy_repeal, name="policy_repeal"),
    path("<int:pk>/<int:number>/", views.version_detail, name="version_detail"),
    path("<int:pk>/<int:number>/changes/", views.version_compare, name="version_compare"),
    path("<int:pk>/<int:number>/withdraw/", views.version_withdraw, name="version_withdraw"),
]
