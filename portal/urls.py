"""Addresses of the public site and the workbench."""

from django.urls import path

from portal.views import board, gallery, groups, guides, health, preferences, public, verify, workbench

app_name = "portal"
urlpatterns = [
    path("", public.home, name="home"),
    path("towns/", public.town_list, name="towns"),
    path("towns/export/", public.town_export, name="towns_export"),
    path("towns/<int:pk>/", public.town_page, name="town_page"),
    path("rounds/", public.round_list, name="rounds"),
    path("rounds/export/", public.round_export, name="rounds_export"),
    path("rounds/<int:pk>/", public.round_page, name="round_page"),
    path("groups/", groups.group_list, name="groups"),
    path("groups/<int:pk>/", groups.group_page, name="group_page"),
    path("verify/<slug:print_code>/", verify.verify, name="verify"),
    path("workbench/", workbench.workbench, name="workbench"),
    path("workbench/export/", workbench.workbench_export, name="workbench_export"),
    path("board/", board.board, name="board"),
    path("board/export/", board.board_export, name="board_export"),
    path("board/<int:pk>/<slug:code>/", board.board_detail, name="board_detail"),
    path("help/", guides.guide_list, name="guides"),
    path("help/<slug:slug>/", guides.guide, name="guide"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("preferences/text-size/", preferences.text_size, name="text_size"),
    path("manage/health/", health.health, name="health"),
    path("healthz", health.healthz, name="healthz"),
]
