/// A data file as the program wrote it with version 2 of the tables, sealed with a key of 64 sevens: four tags in the
/// list and four in the cache stand in the snapshot after entry 6, and what came later changes both.
enum VersionTwoFile {
    static let sql = #"""
        PRAGMA application_id = 0x4F484D53;
        PRAGMA user_version = 2;
        CREATE TABLE boot(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
        INSERT INTO "boot" VALUES(1,'boot-1');
        CREATE TABLE delivery(
            uplink TEXT NOT NULL,
            seq INTEGER NOT NULL,
            verdict TEXT NOT NULL,
            reason TEXT,
            at INTEGER NOT NULL,
            PRIMARY KEY (uplink, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE entry(
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            boot INTEGER NOT NULL,
            monotonic INTEGER NOT NULL,
            trusted INTEGER NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            subject TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        INSERT INTO "entry" VALUES(1,1780000000000000,1,0,1,'site.locallist',1,'site','{"version":3,"kind":"Full","c\#
        hanges":[{"tag":"~r5cFxmAb4NzCoysyIihn-XjTt5Y0xtCONEjf65ba","record":{"tag":"~r5cFxmAb4NzCoysyIihn-XjTt5Y0xt\#
        CONEjf65ba","status":"Accepted","note":"Anna''s \"card\""}},{"tag":"~WRh61Ei28t0SHy43oZCZm_lZhWAffrIJvTDKXsc\#
        B","record":{"tag":"~WRh61Ei28t0SHy43oZCZm_lZhWAffrIJvTDKXscB","status":"Blocked"}},{"tag":"~VUEfYcx-bHCitKO\#
        qVcgmJZeT3D5TSSNstVjUwDCD","record":{"tag":"~VUEfYcx-bHCitKOqVcgmJZeT3D5TSSNstVjUwDCD","status":"Accepted","\#
        expires":"2026-05-29T20:26:40Z"}},{"tag":"~AI1BTif69siTuYCAOISYI9Oa0dZomS8-4Ht8_1ME","record":{"tag":"~AI1BT\#
        if69siTuYCAOISYI9Oa0dZomS8-4Ht8_1ME","status":"Accepted","group":"~VoL4manr0zGDRtoRV2p0p7P3-rJeeY-jJQnFHUNp"\#
        }}]}');
        INSERT INTO "entry" VALUES(2,1780000000000000,1,0,1,'site.tag',1,'site','{"tag":"~z_LOduHusqcyRxS9ELXZ3otLTb\#
        Mb3eQNow52YFR-","answer":{"status":"Accepted"}}');
        INSERT INTO "entry" VALUES(3,1780000000000000,1,0,1,'site.tag',1,'site','{"tag":"~3I7g7YJP1Ra98nSVRWSbzB7H-o\#
        YjQSa6UIrcs0v9","answer":{"status":"Blocked"}}');
        INSERT INTO "entry" VALUES(4,1780000000000000,1,0,1,'site.tag',1,'site','{"tag":"~4nJEGnhZRhXpsFO-ZCEvtKNK7m\#
        KrWvorKL-5-RzC","answer":{"status":"Accepted","expires":"2026-05-29T20:26:40Z"}}');
        INSERT INTO "entry" VALUES(5,1780000000000000,1,0,1,'site.tag',1,'site','{"tag":"~QU11YPxnZk6WGyVP-Linod_3FW\#
        8Kv6LfqvRcfpcJ","answer":{"status":"Accepted","group":"~VoL4manr0zGDRtoRV2p0p7P3-rJeeY-jJQnFHUNp"}}');
        INSERT INTO "entry" VALUES(6,1780000000000000,1,0,1,'station.credentials',1,'station/CP1','{"securityProfile\#
        ":1,"passwordHash":"hash","pendingHash":"pending"}');
        INSERT INTO "entry" VALUES(7,1780000000000000,1,0,1,'station.booted',1,'station/CP1','{"vendor":"V","model":\#
        "M","dialect":"ocpp1.6"}');
        INSERT INTO "entry" VALUES(8,1780000000000000,1,0,1,'site.locallist',1,'site','{"version":4,"kind":"Differen\#
        tial","changes":[{"tag":"~WRh61Ei28t0SHy43oZCZm_lZhWAffrIJvTDKXscB"},{"tag":"~r5cFxmAb4NzCoysyIihn-XjTt5Y0xt\#
        CONEjf65ba","record":{"tag":"~r5cFxmAb4NzCoysyIihn-XjTt5Y0xtCONEjf65ba","status":"Accepted","note":"Bert"}}]\#
        }');
        INSERT INTO "entry" VALUES(9,1780000005000000,1,5000000,1,'site.tag',1,'site','{"tag":"~z_LOduHusqcyRxS9ELXZ\#
        3otLTbMb3eQNow52YFR-","answer":{"status":"Expired"}}');
        INSERT INTO "entry" VALUES(10,1780000005000000,1,5000000,1,'station.security',1,'station/CP1','{"type":"Tamp\#
        erDetectionActivated","detail":"lid"}');
        CREATE TABLE meter_mark(
            meter TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            register TEXT NOT NULL,
            serial TEXT,
            PRIMARY KEY (meter, at, seq)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE named(
            station TEXT NOT NULL,
            name TEXT NOT NULL,
            "transaction" INTEGER NOT NULL,
            PRIMARY KEY (station, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE property(name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO "property" VALUES('first_transaction',3369386);
        INSERT INTO "property" VALUES('tag_seal','~KHD639G-_-sSEkT-jy0gcAoU7mWnfGKS');
        CREATE TABLE session(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            "transaction" INTEGER NOT NULL UNIQUE,
            started INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT;
        CREATE TABLE snapshot(seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
        INSERT INTO "snapshot" VALUES(6,'{"stations":[],"meters":[],"claimed":[],"settled":{"localList":{"version":3\#
        ,"records":[{"tag":"~r5cFxmAb4NzCoysyIihn-XjTt5Y0xtCONEjf65ba","status":"Accepted","note":"Anna''s \"card\""\#
        },{"tag":"~WRh61Ei28t0SHy43oZCZm_lZhWAffrIJvTDKXscB","status":"Blocked"},{"tag":"~VUEfYcx-bHCitKOqVcgmJZeT3D\#
        5TSSNstVjUwDCD","status":"Accepted","expires":"2026-05-29T20:26:40Z"},{"tag":"~AI1BTif69siTuYCAOISYI9Oa0dZom\#
        S8-4Ht8_1ME","status":"Accepted","group":"~VoL4manr0zGDRtoRV2p0p7P3-rJeeY-jJQnFHUNp"}]},"cache":[{"key":"~z_\#
        LOduHusqcyRxS9ELXZ3otLTbMb3eQNow52YFR-","answer":{"status":"Accepted"},"learned":"2026-05-28T20:26:40Z"},{"k\#
        ey":"~3I7g7YJP1Ra98nSVRWSbzB7H-oYjQSa6UIrcs0v9","answer":{"status":"Blocked"},"learned":"2026-05-28T20:26:40\#
        Z"},{"key":"~4nJEGnhZRhXpsFO-ZCEvtKNK7mKrWvorKL-5-RzC","answer":{"status":"Accepted","expires":"2026-05-29T2\#
        0:26:40Z"},"learned":"2026-05-28T20:26:40Z"},{"key":"~QU11YPxnZk6WGyVP-Linod_3FW8Kv6LfqvRcfpcJ","answer":{"s\#
        tatus":"Accepted","group":"~VoL4manr0zGDRtoRV2p0p7P3-rJeeY-jJQnFHUNp"},"learned":"2026-05-28T20:26:40Z"}],"r\#
        eservations":{"all":[],"lastID":0},"credentials":["CP1",{"securityProfile":1,"passwordHash":"hash","pendingH\#
        ash":"pending"}],"certificates":[]},"nextTransaction":3369386}');
        CREATE TABLE start(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            at INTEGER NOT NULL,
            evse INTEGER NOT NULL,
            tag TEXT NOT NULL,
            register TEXT NOT NULL,
            "transaction" INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE stop(
            seq INTEGER PRIMARY KEY,
            station TEXT NOT NULL,
            at INTEGER NOT NULL,
            reported INTEGER NOT NULL,
            register TEXT NOT NULL,
            "transaction" INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE uplink(name TEXT PRIMARY KEY, cursor INTEGER NOT NULL DEFAULT 0, scratch BLOB) STRICT, WITHOU\#
        T ROWID;
        CREATE TABLE variable(
            station TEXT NOT NULL,
            name TEXT NOT NULL,
            attribute TEXT NOT NULL,
            seq INTEGER NOT NULL,
            at INTEGER NOT NULL,
            value TEXT,
            body TEXT NOT NULL,
            PRIMARY KEY (station, name, attribute)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX entry_rare ON entry(seq, kind) WHERE kind NOT IN ('transaction.metered', 'meter.reading');
        CREATE INDEX session_station ON session(station);
        CREATE INDEX start_station ON start(station, at);
        CREATE INDEX stop_station ON stop(station, at);
        CREATE INDEX delivery_waiting ON delivery(uplink, seq) WHERE verdict IN ('parked', 'retry');
        CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'an entry never changes'); END;
        CREATE TRIGGER entry_remains BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'an entry is never removed')\#
        ; END;
        CREATE TRIGGER session_stays BEFORE UPDATE ON session
            BEGIN SELECT raise(ABORT, 'a final session never changes'); END;
        CREATE TRIGGER session_remains BEFORE DELETE ON session
            BEGIN SELECT raise(ABORT, 'a final session is never removed'); END;
        """#
}
