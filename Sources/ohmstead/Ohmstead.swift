import ArgumentParser

@main
struct Ohmstead: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "x", subcommands: [Run.self, Demo.self, Simulate.self])
}
