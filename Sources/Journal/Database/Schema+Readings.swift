extension Schema {
    /// What meters showed, in the orders that interval series, exports and people ask for it.
    static let readings = """
        -- Readings whose import register does not count; the others stand in meter_mark.
        CREATE TABLE unmarked_reading(
            meter TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            PRIMARY KEY (meter, at, seq)
        ) STRICT, WITHOUT ROWID;
        -- Values on quarter hours. A measured one comes from the first source, an interpolated one lies between both.
        CREATE TABLE quarter_hour(
            meter TEXT NOT NULL,
            at INTEGER NOT NULL,
            register TEXT NOT NULL,
            seq INTEGER NOT NULL,
            quality TEXT NOT NULL,
            value TEXT NOT NULL,
            segment INTEGER NOT NULL,
            serial TEXT,
            untrusted INTEGER NOT NULL,
            source INTEGER NOT NULL,
            source_at INTEGER NOT NULL,
            second INTEGER,
            second_at INTEGER,
            PRIMARY KEY (meter, at, register)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE quarter_hours_missing(
            meter TEXT NOT NULL,
            first INTEGER NOT NULL,
            register TEXT NOT NULL,
            last INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (meter, first, register)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE register_segment(
            meter TEXT NOT NULL,
            register TEXT NOT NULL,
            number INTEGER NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (meter, register, number)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE meter_gap(
            meter TEXT NOT NULL,
            since INTEGER NOT NULL,
            until INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (meter, since, seq)
        ) STRICT, WITHOUT ROWID;
        """
}
