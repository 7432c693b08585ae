import Console

extension StandardStream {
    func write(lines: [String]) { write(lines.map { $0 + "\n" }.joined()) }

    func write(json value: some Encodable) throws {
        write(String(decoding: try JSON.encode(value, pretty: true), as: UTF8.self) + "\n")
    }
}
