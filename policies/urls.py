"""Addresses of the policy library; the fixed words stand before the numbers."""

from django.urls import path

from policies import views
from policies.views import answers, cards, comments, targets

app_name = "policies"
urlpatterns = [
    path("", views.policy_list, name="policy_list"),
    path("key/<str:document>/", views.policy_by_key, name="policy_by_key"),
    path("search/", views.search, name="search"),
    path("units/", views.unit_list, name="unit_list"),
    path("units/tasks/", views.task_list, name="task_list"),
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
    path("cards/", cards.card_list, name="card_list"),
    path("receipts/", comments.comment_receipt, name="comment_receipt"),
    path("comments/<int:comment_pk>/answer/", answers.comment_answer, name="comment_answer"),
    path("comments/<int:comment_pk>/reveal/", answers.comment_reveal, name="comment_reveal"),
    path("targets/", targets.target_board, name="target_board"),
    path("targets/export/", targets.target_export, name="target_export"),
    path("targets/<int:target_pk>/edit/", targets.target_edit, name="target_edit"),
    path("targets/<int:target_pk>/readings/new/", targets.reading_create, name="reading_create"),
    path("<int:pk>/card/", cards.card_detail, name="card_detail"),
    path("<int:pk>/card/edit/", cards.card_edit, name="card_edit"),
    path("<int:pk>/targets/", targets.target_list, name="target_list"),
    path("<int:pk>/targets/new/", targets.target_create, name="target_create"),
    path("<int:pk>/<int:number>/comment/", comments.comment_create, name="comment_create"),
    path("<int:pk>/<int:number>/comment/period/", answers.comment_period, name="comment_period"),
    path("<int:pk>/<int:number>/comments/", answers.comment_list, name="comment_list"),
    path("<int:pk>/<int:number>/comments/new/", answers.comment_key_in, name="comment_key_in"),
    path("<int:pk>/<int:number>/outcome/", comments.comment_outcome, name="comment_outcome"),
    path(
        "<int:pk>/<int:number>/outcome/export/",
        comments.comment_outcome_export,
        name="comment_outcome_export",
    ),
    path("<int:pk>/", views.policy_detail, name="policy_detail"),
    path("<int:pk>/next/", views.policy_next, name="policy_next"),
    path("<int:pk>/repeal/", views.policy_repeal, name="policy_repeal"),
    path("<int:pk>/<int:number>/", views.version_detail, name="version_detail"),
    path("<int:pk>/<int:number>/changes/", views.version_compare, name="version_compare"),
    path("<int:pk>/<int:number>/withdraw/", views.version_withdraw, name="version_withdraw"),
]
