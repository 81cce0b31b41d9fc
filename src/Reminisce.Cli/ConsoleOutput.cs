using Spectre.Console;

namespace Reminisce.Cli;

/// <summary>Where the tool writes: results to standard output, progress and complaints to standard error.</summary>
internal static class ConsoleOutput
{
    public static IAnsiConsole Error { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
