"""Rows for tests, by the names that tests import: `from tests.factories import ApplicationFactory, actor`."""

from tests.factories.applications import (
    ApplicationFactory,
    CheckRunFactory,
    DecisionFactory,
    EvidenceFactory,
    FactSheetFactory,
    PaperFilingFactory,
    walk_to,
)
from tests.factories.exchange import ImportFactory
from tests.factories.exports import ExportFactory
from tests.factories.files import FileVersionFactory, StoredFileFactory, jpeg_bytes, pdf_bytes, png_bytes
from tests.factories.leadership import (
    LeadingGroupFactory,
    LiaisonFactory,
    SeatFactory,
    seated_group,
    unit_of,
)
from tests.factories.notifications import MessageFactory
from tests.factories.office import docx_bytes, xlsx_bytes, zip_bytes
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
from tests.factories.policies import PolicyAttachmentFactory
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
    RevocationFactory,
    TownFactory,
)
from tests.factories.world import Cast, World, build_world, cast_at, county_cast, province_cast

__all__ = [
    "PASSWORD",
    "ApplicationFactory",
    "Cast",
    "CheckRunFactory",
    "DecisionFactory",
    "DesignationFactory",
    "DivisionFactory",
    "EnterpriseFactory",
    "EvidenceFactory",
    "ExportFactory",
    "FactSheetFactory",
    "FigureFactory",
    "FileVersionFactory",
    "ImportFactory",
    "IndicatorFactory",
    "LeadingGroupFactory",
    "LiaisonFactory",
    "MembershipFactory",
    "MessageFactory",
    "OrganisationFactory",
    "PaperFilingFactory",
    "PersonFactory",
    "PolicyAttachmentFactory",
    "PostFactory",
    "ProductFactory",
    "PublishedVersionFactory",
    "RevocationFactory",
    "RoundFactory",
    "SeatFactory",
    "StandardFactory",
    "StandardVersionFactory",
    "StoredFileFactory",
    "TenureFactory",
    "TownFactory",
    "UserFactory",
    "World",
    "actor",
    "build_world",
    "cast_at",
    "county_cast",
    "docx_bytes",
    "jpeg_bytes",
    "pdf_bytes",
    "png_bytes",
    "province_cast",
    "published_version",
    "seated_group",
    "unit_of",
    "walk_to",
    "xlsx_bytes",
    "zip_bytes",
]
