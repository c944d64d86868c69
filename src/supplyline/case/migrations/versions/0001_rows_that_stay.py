"""Decisions and what is saved at the desk, each case's in a chain of its own, and triggers that refuse a change."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SCHEMA = "supplyline"
TEXT = sa.Text()


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=False) for name in names]


def upgrade() -> None:
    # The last place of each book, which an append locks and takes on; `moved` says where its rows live now.
    op.create_table(
        "heads", *_texts("case_id", "book"), sa.Column("seq", sa.BigInteger, nullable=False), *_texts("moved"),
        sa.PrimaryKeyConstraint("case_id", "book"), schema=SCHEMA,
    )  # fmt: skip
    for table, columns in (
        ("decisions", ("id", "verb", "targets", "names", "by", "because", "at", "previous", "hash")),
        ("saved", ("kind", "id", "name", "body", "by", "at", "previous", "hash")),
    ):
        op.create_table(
            table, *_texts("case_id"), sa.Column("seq", sa.BigInteger, nullable=False), *_texts(*columns),
            sa.PrimaryKeyConstraint("case_id", "seq"), schema=SCHEMA,
        )  # fmt: skip
    op.create_index("decisions_id", "decisions", ["case_id", "id"], unique=True, schema=SCHEMA)
    op.create_index("saved_id", "saved", ["case_id", "id", "seq"], schema=SCHEMA)
    op.execute(f"""
        CREATE FUNCTION {SCHEMA}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% stay: answer a decision with undo, save a new version', TG_TABLE_NAME;
        END $$""")
    op.execute(f"""
        CREATE FUNCTION {SCHEMA}.take_place() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            new record;
        BEGIN
            FOR new IN SELECT case_id, min(seq) AS first, max(seq) AS last, count(*) AS many FROM added GROUP BY case_id LOOP
                UPDATE {SCHEMA}.heads SET seq = new.last
                    WHERE case_id = new.case_id AND book = TG_TABLE_NAME AND seq = new.first - 1 AND new.last - new.first + 1 = new.many;
                IF NOT FOUND THEN
                    RAISE EXCEPTION 'row % of % does not follow on the last', new.first, TG_TABLE_NAME;
                END IF;
            END LOOP;
            RETURN NULL;
        END $$""")
    # Called by take_place it is the second trigger; a change of the place by hand is the first.
    op.execute(f"""
        CREATE FUNCTION {SCHEMA}.only_forward() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (NEW.case_id, NEW.book) <> (OLD.case_id, OLD.book) OR (NEW.seq <> OLD.seq AND pg_trigger_depth() < 2) THEN
                RAISE EXCEPTION 'the last place of % is set by its rows alone', OLD.book;
            END IF;
            RETURN NEW;
        END $$""")
    op.execute(f"CREATE TRIGGER only_forward BEFORE UPDATE ON {SCHEMA}.heads FOR EACH ROW EXECUTE FUNCTION {SCHEMA}.only_forward()")
    for table in ("decisions", "saved", "heads"):
        for verb in ("UPDATE", "DELETE", "TRUNCATE"):
            if (table, verb) != ("heads", "UPDATE"):
                op.execute(f"CREATE TRIGGER no_{verb.lower()} BEFORE {verb} ON {SCHEMA}.{table} FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.refuse()")
        if table != "heads":
            op.execute(f"CREATE TRIGGER take_place AFTER INSERT ON {SCHEMA}.{table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {SCHEMA}.take_place()")
