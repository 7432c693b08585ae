import Charging
import Testing

@testable import Gateway

struct TagDeskTests {
    private let memory = MemorySite()

    private func desk(file: [Tag] = []) -> TagDesk {
        var list = LocalList()
        _ = list.apply(LocalListUpdate(version: 1, kind: .full, changes: file.map { .init(TagRecord(tag: $0)) }))
        return TagDesk(site: { [memory] in memory.site }, recorder: memory, fileList: list)
    }

    private let a = Tag("AAAA")!
    private let b = Tag("BBBB")!

    @Test func `changes are taken in together, and each counts a version`() async throws {
        #expect(try await desk().change([.init(TagRecord(tag: a)), .init(TagRecord(tag: b, status: .blocked))]) == 2)
        #expect(try await desk().change([.init(deleting: a)]) == 3)
        let list = await desk().tags()
        #expect(list.version == 3)
        #expect(list.records.map(\.tag) == [b])
    }

    @Test func `a list of many tags can be sent one by one`() async throws {
        let tags = (0..<50).map { LocalListUpdate.Change(TagRecord(tag: Tag("TAG\($0)")!)) }
        _ = try await desk().change(tags)
        #expect(memory.settled.localList.parts(of: 1)?.count == 50)
    }

    @Test func `tags of the file are shown unless the list says something of them`() async throws {
        _ = try await desk().change([.init(TagRecord(tag: a, status: .blocked))])
        #expect(await desk(file: [a, b]).tags().configured == [b])
    }

    @Test func `no change is no version, and a full disk is an error`() async throws {
        #expect(try await desk().change([]) == 0)
        memory.fail(.storage("The disk is full."))
        await #expect(throws: ControlError.self) { try await desk().change([.init(deleting: a)]) }
    }
}
