"""The figures of the yearly report by their keys, and those that an agency enters by hand."""

from random import Random

from demo.year.offices import Office
from demo.year.words import chance

FIELDS = ("ECONOMY", "CULTURE", "SOCIETY", "SECURITY", "DEFENCE", "POLITICAL_SYSTEM")
GROUPS = ("KN", "TC", "KNPA")
RECEPTION = ("REGULAR", "HEAD_PERIODIC", "HEAD_AD_HOC", "AUTHORISED")
RECEIVED = (
    *("PET_IN", "PET_CARRIED", "PET_ELIGIBLE"),
    *("PET_COMPETENT", "PET_SETTLED", "PET_ONTIME"),
)
MILLION = 1_000_000


def manual_figures(office: Office, random: Random, *, petitions: int) -> dict[str, int]:
    """What no service tells yet, for one agency and year; the parts of a whole sum to it."""
    files = int(random.randint(800, 2600) * office.weight)
    late = int(files * random.uniform(0.002, 0.02))
    early = int(files * random.uniform(0.2, 0.45))
    due = random.randint(12, 34)
    boards = int(office.is_commune)
    return {
        "PLAN_RESPONSIBLE": 1,
        "MOBILISATION_FORMS": random.randint(2, 9),
        "TTHC_TOTAL": files,
        "TTHC_ONTIME": files - late - early,
        "TTHC_EARLY": early,
        "TTHC_LATE": late,
        "SATISFACTION": random.randint(86, 99),
        "REFORM_INITIATIVES": random.randint(0, 4),
        "SERVICE_CHECKS": random.randint(1, 5),
        "VIOLATIONS": int(chance(random, 0.1)),
        "POSTING_COMPLETE": random.randint(80, 100),
        "PET_COMPLEX": int(petitions * random.uniform(0, 0.05)),
        "ACCESS_VIOLATIONS": int(chance(random, 0.02)),
        "LISTENING_MEASURES": random.randint(1, 5),
        "PUB_ITEMS_DUE": due,
        "PUB_ITEMS_ONTIME": due - random.choice((0, 0, 1, 2)),
        "FRONT_DOCUMENTS_ONTIME": random.randint(85, 100),
        "FRONT_NOTICES_SENT": random.randint(90, 100),
        "TTND_BOARDS": boards,
        "TTND_CHECKS": boards * random.randint(1, 6),
        "GSDTCD_BOARDS": boards,
        "GSDTCD_CHECKS": boards * random.randint(0, 5),
        "GSDTCD_RECOMM": boards * random.randint(0, 3),
        "FUNDS_MOBILISED": random.randint(20, 950) * MILLION,
    }
