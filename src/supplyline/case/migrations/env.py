"""Alembic runs this for each migration, within the transaction that `postgres.prepare` holds."""

from alembic import context

from supplyline.case.postgres import SCHEMA

connection = context.config.attributes["connection"]
connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
context.configure(connection=connection, version_table="version", version_table_schema=SCHEMA)
context.run_migrations()
