// swift-tools-version: 6.2
import PackageDescription

// A target is a chapter. They stand in the order data flows through them, and a target may import only
// what its line names: the manifest enforces it, `ArchitectureTests` explains it.
let package = Package(
    name: "ohmstead",
    products: [
        .executable(name: "ohmstead", targets: ["ohmstead"]),
        // Tests put it before the C library of the program.
        .library(name: "WrongClock", type: .dynamic, targets: ["CWrongClock"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit.git", from: "0.6.0"),
    ],
    targets: [
        // Libraries of the system
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CModbus", pkgConfig: "libmodbus", providers: [.apt(["libmodbus-dev"])]),
        .systemLibrary(
            name: "CSerialPort", pkgConfig: "libserialport", providers: [.apt(["libserialport-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // The domain, as values
        .target(name: "Charging"),

        // The languages of the wire
        .target(name: "OCPP"),
        .target(name: "OCPP16", dependencies: ["OCPP"]),
        .target(name: "OCPP201", dependencies: ["OCPP"]),
        .target(name: "Telegrams", dependencies: ["Charging"]),
        .target(
            name: "WebSocket",
            dependencies: [
                "CZlib", .nioCore, .nioPosix, .nioHTTP1, .nioWebSocket, .nioSSL, .log, .serviceLifecycle,
            ]),
        .target(name: "Trust", dependencies: ["COpenSSL"]),
        .target(name: "StrictTOML", dependencies: [.product(name: "TOMLKit", package: "TOMLKit")]),

        // Southbound, the record, northbound
        .target(
            name: "Journal",
            dependencies: [
                "Charging", "Trust", .log, .serviceLifecycle, .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "Metering",
            dependencies: [
                "Charging", "CModbus", "CSerialPort", "StrictTOML", "Telegrams", .log, .serviceLifecycle,
            ]),
        .target(
            name: "Stations",
            dependencies: [
                "Charging", "Metering", "OCPP", "OCPP16", "OCPP201", "StrictTOML", "Trust", "WebSocket", .log,
                .serviceLifecycle,
            ]),
        .target(
            name: "Uplinks",
            dependencies: [
                "Charging", "Journal", "OCPP", "OCPP16", "OCPP201", "Trust", "WebSocket", .log, .serviceLifecycle,
                .nioCore, .nioHTTP1,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),

        // Composition and people
        .target(
            name: "Gateway",
            dependencies: [
                "CLinux", "Charging", "Journal", "Metering", "Stations", "StrictTOML", "Telegrams", "Trust", "Uplinks",
                "WebSocket",
                .log, .serviceLifecycle,
            ]),
        .target(
            name: "Console",
            dependencies: [
                "Charging", "Journal", "Gateway", .log, .serviceLifecycle,
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),
        .target(
            name: "Simulator",
            dependencies: [
                "Charging", "OCPP", "OCPP16", "OCPP201", "StrictTOML", "WebSocket", "CModbus", .log, .serviceLifecycle,
                .nioCore,
                .product(name: "Hummingbird", package: "hummingbird"),
            ]),
        .executableTarget(
            name: "ohmstead",
            dependencies: [
                "Charging", "Journal", "Uplinks", "Gateway", "Console", "Simulator", .log, .serviceLifecycle,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
            ]),

        // Benchmarks: never installed
        .executableTarget(
            name: "ohmstead-load", dependencies: [.nioCore, .nioPosix, .nioHTTP1, .nioWebSocket, .nioSSL],
            path: "Benchmarks/Load"),

        // Tests: a test file mirrors its source file
        .target(name: "CWrongClock", path: "Tests/CWrongClock"),
        .target(name: "CLossyDisk", path: "Tests/CLossyDisk", linkerSettings: [.linkedLibrary("sqlite3")]),
        .testTarget(name: "ChargingTests", dependencies: ["Charging"]),
        .target(name: "SchemaSupport", dependencies: ["OCPP"], path: "Tests/SchemaSupport"),
        .target(name: "FrameFuzzing", dependencies: ["OCPP", "OCPP16", "OCPP201"], path: "Fuzz/Frames"),
        .testTarget(name: "OCPPTests", dependencies: ["OCPP", "FrameFuzzing"]),
        .testTarget(name: "OCPP16Tests", dependencies: ["OCPP16", "SchemaSupport"]),
        .testTarget(name: "OCPP201Tests", dependencies: ["OCPP201", "SchemaSupport"]),
        .target(name: "TelegramFuzzing", dependencies: ["Charging", "Telegrams"], path: "Fuzz/Telegrams"),
        .testTarget(name: "TelegramsTests", dependencies: ["Telegrams", "TelegramFuzzing"]),
        .testTarget(name: "TrustTests", dependencies: ["Trust"]),
        .testTarget(
            name: "WebSocketTests",
            dependencies: [
                "WebSocket", "Simulator", .nioCore, .nioPosix, .nioHTTP1, .nioWebSocket, .nioSSL, .log,
                .serviceLifecycle,
            ]),
        .testTarget(name: "StrictTOMLTests", dependencies: ["StrictTOML"]),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Journal", "Simulator", "Trust", "CLossyDisk", .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(name: "RegisterFuzzing", dependencies: ["Charging", "Metering"], path: "Fuzz/Registers"),
        .testTarget(name: "MeteringTests", dependencies: ["Metering", "RegisterFuzzing", "Simulator"]),
        .testTarget(
            name: "StationsTests", dependencies: ["Stations", "Journal", "Metering", "Simulator", "SchemaSupport"]),
        .testTarget(
            name: "UplinksTests",
            dependencies: ["Uplinks", "Simulator", "Trust", "OCPP", "OCPP16", "OCPP201", "SchemaSupport", "WebSocket"]),
        .testTarget(name: "GatewayTests", dependencies: ["Gateway", "Simulator"]),
        .testTarget(
            name: "ConsoleTests",
            dependencies: ["Console", "Simulator", .product(name: "AsyncHTTPClient", package: "async-http-client")]),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Simulator", "Charging", "OCPP", "OCPP16", "OCPP201", "SchemaSupport", "WebSocket", .log,
                .serviceLifecycle,
            ]),
        .testTarget(name: "ArchitectureTests"),
        .testTarget(
            name: "AcceptanceTests",
            dependencies: [
                "Charging", "Gateway", "Journal", "OCPP", "OCPP201", "Simulator", "Trust", "WebSocket", .log,
            ]),
    ]
)

extension Target.Dependency {
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioPosix: Self { .product(name: "NIOPosix", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioSSL: Self { .product(name: "NIOSSL", package: "swift-nio-ssl") }
    static var nioWebSocket: Self { .product(name: "NIOWebSocket", package: "swift-nio") }
    static var log: Self { .product(name: "Logging", package: "swift-log") }
    static var serviceLifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
}

for target in package.targets where target.type != .system && !["CLossyDisk", "CWrongClock"].contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .strictMemorySafety(),
        .treatAllWarnings(as: .error),
    ]
}
