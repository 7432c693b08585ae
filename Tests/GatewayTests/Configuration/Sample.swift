/// A small site without a mistake in it, for tests that put one in.
enum Sample {
    static let profile = """
        vendor = "Eastron"
        model = "SDM630"
        source = "A test"
        [[register]]
        obis = "1-0:1.8.0"
        function = "input"
        address = 0x0048
        type = "float32"
        unit = "kWh"
        """

    /// The text of a configuration whose files are in the scratch directory.
    static func site(_ scratch: ScratchDirectory) throws -> String {
        try scratch.write("eastron-sdm630.toml", profile)
        try scratch.write("CP1.password", "0123456789abcdef\n")
        try scratch.write("cloud.key", "cr_test_key\n")
        try scratch.write("second.key", "cr_test_second\n")
        return template.replacing("DIR", with: scratch.path)
    }

    private static let template = """
        [site]
        name = "Depot"
        time_zone = "Europe/Vienna"
        [storage]
        path = "DIR/ohmstead.db"
        [console]
        listen = "127.0.0.1:9080"
        [stations]
        listen = "0.0.0.0:9000"
        [[station]]
        id = "CP1"
        security_profile = 1
        password_file = "DIR/CP1.password"
        meter = "garage"
        [[station]]
        id = "CP2"
        [[mute_station]]
        id = "carport"
        meter = "drive"
        start_above_watts = 500
        stop_below_watts = 100
        [[bus]]
        name = "tcp"
        address = "127.0.0.1:502"
        [[meter]]
        id = "garage"
        bus = "tcp"
        unit = 1
        profile = "eastron-sdm630"
        interval_seconds = 10
        [[meter]]
        id = "drive"
        bus = "tcp"
        unit = 2
        profile = "eastron-sdm630"
        [meters]
        profiles = "DIR"
        [authorization]
        accept = "listed"
        tags = ["04B0267AE05C80"]
        [sessions]
        final_after_seconds = 600
        [[chargereport]]
        name = "employer"
        url = "https://chargereport.app"
        key_file = "DIR/cloud.key"
        stations = ["CP1"]
        [[chargereport]]
        name = "credit"
        key_file = "DIR/second.key"
        """
}
