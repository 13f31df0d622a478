"""The tables of the ledger, by the version that brought them.

Tables only grow: nothing here is ever updated or deleted. A verdict on an arrival that was not final (the program
itself failed) is followed by a later one; the latest counts. Points and money are text, for they are exact decimals.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from perfeval_xl.collection.ledger_columns import Exact, Moment

__all__ = [
    "arrival",
    "content",
    "deadline",
    "decision",
    "envelope",
    "first_tables",
    "indicator_score",
    "mailing",
    "original_store",
    "passage",
    "piece",
    "problem",
    "review",
    "review_row",
    "roster",
    "roster_project",
    "sent",
    "submission",
    "tables_of_decisions",
    "tables_of_mailings",
    "tables_of_passages",
    "tables_of_reviews",
    "tables_of_sent_forms",
    "tables_of_stores",
    "verdict",
    "version",
    "whole_mail",
]


# Since version 1 of the ledger
first_tables = MetaData()

version = Table(
    "ledger_version",
    first_tables,
    Column("number", Integer, primary_key=True),
    Column("applied_at", Moment),
)

content = Table(
    "content",
    first_tables,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, comment="null: too large to be kept here"),
)

envelope = Table(
    "envelope",
    first_tables,
    Column("key", Text, primary_key=True),
    Column("origin", Text, nullable=False),
    Column("sender", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

arrival = Table(
    "arrival",
    first_tables,
    Column("number", Integer, primary_key=True),
    Column("envelope", Text, ForeignKey("envelope.key"), nullable=False),
    Column("position", Integer, nullable=False),
    Column(
        "sha256", String(64), ForeignKey("content.sha256"), nullable=False, index=True
    ),
    Column("file", Text, nullable=False),
    Column(
        "inner_sender",
        Text,
        comment="who wrote the mail inside that held it, null for none",
    ),
    Column("inner_date", Moment, comment="the date of that mail"),
    Column("saved_at", Moment, comment="when the workbook says it was saved last"),
    # The content is part of the key: whoever copies a message id does not hide what he sends.
    UniqueConstraint("envelope", "position", "sha256", name="arrival_once"),
)

verdict = Table(
    "verdict",
    first_tables,
    Column("number", Integer, primary_key=True),
    Column(
        "arrival", Integer, ForeignKey("arrival.number"), nullable=False, index=True
    ),
    Column("state", String(16), nullable=False),
    Column("kind", Text, nullable=False),
    Column("code", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column(
        "earlier",
        Integer,
        ForeignKey("arrival.number"),
        comment="the arrival that this one repeats",
    ),
    Column("program", String(32), nullable=False),
    Column("decided_at", Moment, nullable=False),
)

submission = Table(
    "submission",
    first_tables,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("subject", Text, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("scheme", "scheme_version", "year", "project", "department")
    ),
    *(Column(name, Text, nullable=False) for name in ("unit", "money_unit")),
    *(
        Column(name, Exact)
        for name in ("budget", "executed", "execution_rate", "self_total")
    ),
    Column("self_grade", Text, nullable=False),
    Column("rule_total", Exact, nullable=False),
    Column(
        "rule_highest",
        Exact,
        comment="null: nothing is open, rule_total is the total and not only the lowest",
    ),
    Column("rule_said", Text),
    Column("rule_grade", Text, nullable=False),
    *(
        Column(name, Integer, nullable=False)
        for name in ("errors", "warnings", "hints")
    ),
    *(
        Column(name, Text, nullable=False)
        for name in ("sheet", "budget_cell", "executed_cell", "self_total_cell")
    ),
    *(
        Column(name, Text)
        for name in (
            "form_id",
            "issued_year",
            "issued_project",
            "issued_unit",
            "issued_code",
        )
    ),
    Index("submission_subject", "subject"),
)

indicator_score = Table(
    "indicator_score",
    first_tables,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("path", JSON, nullable=False),
    Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False),
    Column("weight", Exact, nullable=False),
    Column("score", Exact, nullable=False),
    Column(
        "highest",
        Exact,
        comment="null: decided, score is the score and not only the lowest",
    ),
    Column("self_score", Exact),
    *(Column(name, Text, nullable=False) for name in ("explanation", "sheet", "cell")),
)

problem = Table(
    "problem",
    first_tables,
    Column("verdict", Integer, ForeignKey("verdict.number"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", String(16), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("path", JSON, nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in (
            "sheet",
            "cell",
            "found",
            "expected",
            "message",
            "remedy",
            "source",
        )
    ),
)


# Since version 3 of the ledger
tables_of_sent_forms = MetaData()

sent = Table(
    "sent",
    tables_of_sent_forms,
    Column("number", Integer, primary_key=True),
    Column("form_id", Text, nullable=False, index=True),
    Column("fingerprint", Text, nullable=False),
    Column(
        "names", Text, nullable=False, index=True, comment="scheme, year, project, unit"
    ),
    Column("signed", Integer, nullable=False),
    Column(
        "listed",
        Integer,
        nullable=False,
        comment="1: a manifest says so, 0: a form that came back",
    ),
    Column("recorded_at", Moment, nullable=False),
)

# Since version 4 of the ledger
tables_of_mailings = MetaData()

mailing = Table(
    "mailing",
    tables_of_mailings,
    Column("number", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", String(8), nullable=False, comment="begun, sent, refused"),
    Column("said", Text, nullable=False, comment="what the server answered"),
    Column("recorded_at", Moment, nullable=False),
)

# Since version 5 of the ledger
tables_of_decisions = MetaData()

piece = Table(
    "piece",
    tables_of_decisions,
    Column("sha256", String(64), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column(
        "bytes",
        LargeBinary,
        nullable=False,
        comment="one piece of an original, packed with zlib",
    ),
)

whole_mail = Table(
    "whole_mail",
    tables_of_decisions,
    Column("envelope", Text, primary_key=True),
    Column("sha256", String(64), nullable=False),
)

roster = Table(
    "roster",
    tables_of_decisions,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

roster_project = Table(
    "roster_project",
    tables_of_decisions,
    Column("roster", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("project", "code", "department", "unit", "year", "scheme")
    ),
    *(Column(name, Text, nullable=False) for name in ("mail", "form_id")),
)

deadline = Table(
    "deadline",
    tables_of_decisions,
    Column("number", Integer, primary_key=True),
    Column("day", String(10), nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

decision = Table(
    "decision",
    tables_of_decisions,
    Column("number", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    *(
        Column(name, Text, nullable=False)
        for name in ("subject", "project", "unit", "year")
    ),
    Column(
        "arrival",
        Integer,
        comment="the version that is chosen or withdrawn, null for neither",
    ),
    Column(
        "after",
        Integer,
        nullable=False,
        comment="the last arrival that was known when it was decided",
    ),
    *(Column(name, Text, nullable=False) for name in ("reason", "person")),
    Column("decided_at", Moment, nullable=False),
)

# Since version 6 of the ledger
tables_of_passages = MetaData()

passage = Table(
    "passage",
    tables_of_passages,
    Column("verdict", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    *(
        Column(name, Text, nullable=False)
        for name in ("label", "digest", "beginning", "sheet", "cell")
    ),
)

# Since version 7 of the ledger
tables_of_stores = MetaData()

original_store = Table(
    "original_store",
    tables_of_stores,
    Column("number", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("recorded_at", Moment, nullable=False),
)

# Since version 8 of the ledger
tables_of_reviews = MetaData()

review = Table(
    "review",
    tables_of_reviews,
    Column("verdict", Integer, primary_key=True),
    Column("subject", Text, nullable=False, comment="as `reviewed.subject_key` has it"),
    Column(
        "arrival", Integer, comment="the version reviewed, null where it is not said"
    ),
    *(Column(name, Text, nullable=False) for name in ("project", "unit", "department")),
)

review_row = Table(
    "review_row",
    tables_of_reviews,
    Column("verdict", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("path", JSON, nullable=False),
    Column("weight", Exact, nullable=False),
    *(Column(name, Exact) for name in ("self_score", "rule_score", "review")),
    Column("remark", Text, nullable=False),
)
