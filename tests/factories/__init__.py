"""Rows for tests, by the names that tests import: `from tests.factories import ApplicationFactory, actor`."""

from tests.factories.applications import (
    ApplicationFactory,
    CheckRunFactory,
    DecisionFactory,
    FactSheetFactory,
    walk_to,
)
from tests.factories.people import (
    PASSWORD,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    TenureFactory,
    UserFactory,
    actor,
)
from tests.factories.places import DivisionFactory, OrganisationFactory
from tests.factories.rounds import RoundFactory
from tests.factories.standards import (
    PublishedVersionFactory,
    StandardFactory,
    StandardVersionFactory,
    published_version,
)
from tests.factories.towns import (
    DesignationFactory,
    EnterpriseFactory,
    FigureFactory,
    IndicatorFactory,
    ProductFactory,
    TownFactory,
)
from tests.factories.world import World, build_world

__all__ = [
    "PASSWORD",
    "ApplicationFactory",
    "CheckRunFactory",
    "DecisionFactory",
    "DesignationFactory",
    "DivisionFactory",
    "EnterpriseFactory",
    "FactSheetFactory",
    "FigureFactory",
    "IndicatorFactory",
    "MembershipFactory",
    "OrganisationFactory",
    "PersonFactory",
    "PostFactory",
    "ProductFactory",
    "PublishedVersionFactory",
    "RoundFactory",
    "StandardFactory",
    "StandardVersionFactory",
    "TenureFactory",
    "TownFactory",
    "UserFactory",
    "World",
    "actor",
    "build_world",
    "published_version",
    "walk_to",
]
