"""Fills a journal, so that opening a large one can be timed.

The meter reports that a short load left behind are repeated under new sequence numbers until enough entries stand
there. That is a site whose running transactions have been reporting for many hours.
"""

import sqlite3

TABLE = "entry"
SEQUENCE = "seq"
KIND = "kind"
REPEATED_KIND = "transaction.metered"


def fill(path, entries):
    """Returns how many entries the journal has now."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({TABLE})") if row[1] != SEQUENCE]
        names = ", ".join(columns)
        (present,) = connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
        pattern = f"SELECT {names} FROM {TABLE} WHERE {KIND} = ? ORDER BY {SEQUENCE} LIMIT 10000"
        rows = connection.execute(pattern, (REPEATED_KIND,)).fetchall()
        if not rows:
            raise RuntimeError(f"{path} has no {REPEATED_KIND} to repeat")
        marks = ", ".join("?" * len(columns))
        with connection:
            insert = f"INSERT INTO {TABLE} ({names}) VALUES ({marks})"
            connection.executemany(insert, (rows[index % len(rows)] for index in range(max(entries - present, 0))))
            # A daemon that had written these entries itself would have taken snapshots on the way.
            for part in ["snapshot", "snapshot_piece"]:
                connection.execute(f"UPDATE {part} SET seq = (SELECT max({SEQUENCE}) FROM {TABLE})")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()[0]
    finally:
        connection.close()
