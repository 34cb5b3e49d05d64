"""Files as a browser sends them, and decisions of the level at which one office does both."""

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.actors import Actor
from accounts.enums import Role
from applications.enums import State
from applications.models import Application, Decision
from applications.services import deciding
from core.enums import Level
from tests.factories import ApplicationFactory, RoundFactory, World, actor, pdf_bytes, published_version


def upload(name: str = "材料.pdf", text: str = "page") -> SimpleUploadedFile:
    """A small PDF; another `text` makes other bytes."""
    return SimpleUploadedFile(name, pdf_bytes(text))


def broken(name: str = "材料.pdf") -> SimpleUploadedFile:
    """What the guard refuses: a web page under the name of a PDF."""
    return SimpleUploadedFile(name, b"<html><script>alert(1)</script></html>")


def provincial(world: World) -> tuple[Application, Actor, Actor]:
    """A county shortlisted by the provincial office, which also decides; its director, and its registrar."""
    round_ = RoundFactory(
        office=world.province_office,
        authority=world.province_office,
        standard_version=published_version("shanxi-2022", issuer=world.province_office),
        level=Level.PROVINCE,
        applicants=[world.county],
    )
    row = ApplicationFactory(round=round_, applicant=world.county, town=world.town, state=State.SHORTLISTED)
    director = actor(Role.OFFICE_DIRECTOR, organisation=world.province_office)
    return row, director, actor(Role.REGISTRAR, organisation=world.province_office)


def prepared_by(director: Actor, *applications: Application, title: str = "试验省级名单") -> Decision:
    """Put to the authority by this director."""
    return deciding.prepare_decision(
        actor=director, round_=applications[0].round, title=title, applications=applications
    )
