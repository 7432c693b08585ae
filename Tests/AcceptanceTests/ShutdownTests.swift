import Foundation
import Simulator
import Testing

/// Whoever asks the program to stop need not wait, whatever is open.
@Suite(.timeLimit(.minutes(2))) struct ShutdownTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func `the daemon ends within two seconds with wallboxes connected and a request under way`(
        signal: Int32
    ) async throws {
        try await TestCloud.run { cloud in
            cloud.service.inject(.delay(.seconds(300)))
            var setup = TestSite.Setup(try Folder())
            try setup.add(cloudAt: cloud.port, key: TestCloud.key)
            let site = try await TestSite(setup)
            let wallboxes = [
                site.wallbox("CP1", plan: TestSite.shortVisit), site.wallbox("CP2"), site.wallbox("CP3"),
            ]
            try await withThrowingDiscardingTaskGroup { group in
                for wallbox in wallboxes { group.addTask { try await wallbox.run() } }
                for wallbox in wallboxes.dropFirst() { await wallbox.happens { $0 == .booted } }
                for await event in cloud.service.events where event == .failed(.delay(.seconds(300))) { break }

                let elapsed = await ContinuousClock().measure {
                    site.gateway.program.signal(signal)
                    #expect(await site.gateway.program.ended() == 0)
                }
                #expect(elapsed < .seconds(2))
                group.cancelAll()
            }
            #expect(!site.log.contains("ERROR"))
            #expect(!FileManager.default.fileExists(atPath: setup.socket))
            let log = try? FileManager.default.attributesOfItem(atPath: setup.data + "-wal")[.size] as? Int
            #expect((log ?? 0) == 0, "the data file is whole by itself")
        }
    }

    @Test func `the demo tells a few lines and ends within two seconds`() async throws {
        let folder = try Folder()
        let demo = try Program(
            ["demo", "--folder", folder.path, "--profiles", "\(Repository.path)/etc/profiles/meters"],
            log: folder.url.appending(path: "log"))
        var lines: [String] = []
        var missing = ["session final", "received"]
        for await line in demo.lines {
            lines.append(line)
            missing.removeAll { line.contains($0) }
            if missing.isEmpty { break }
        }
        #expect(missing == [], "\(lines)")
        let elapsed = await ContinuousClock().measure {
            demo.signal(SIGINT)
            #expect(await demo.ended() == 0)
        }
        #expect(elapsed < .seconds(2))
        #expect(lines.count < 40, "a handful of calm lines, not a flood")
        #expect(try folder.read("log") == "")
    }
}
