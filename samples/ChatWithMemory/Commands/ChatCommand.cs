using System.CommandLine;
using ChatWithMemory.Hosting;

namespace ChatWithMemory.Commands;

/// <summary>The command line: reads it, runs what it asks for, and turns failures into one sentence and an exit code.</summary>
internal static class ChatCommand
{
    private const int Failed = 1;
    private const int Misused = 2;
    private const int Interrupted = 130;

    // Long enough for the batch that was begun when Ctrl+C came.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private const string Description =
        """
        Chat with a memory that stays on this machine.

        Without options a conversation begins; the first one loads a bundled life log, so there is something to ask about.

        Examples:
          ChatWithMemory
          ChatWithMemory --ask "what did I see last week"
          ChatWithMemory --ask "bicycle repair receipt" --json
          ChatWithMemory --import ~/Pictures --store ~/my-memory
          ChatWithMemory --watch ~/Pictures/Screenshots --store ~/my-memory
          ChatWithMemory --sweep --dry-run
          ChatWithMemory --ask "what did I do yesterday" --now 2026-03-18T09:30:00Z --time-zone Europe/Berlin

        Exit codes: 0 done, 1 failed, 2 options not understood, 130 stopped by Ctrl+C.
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new ChatArguments();
        var command = new RootCommand(Description);
        foreach (var option in arguments.All)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(arguments.Validate);
        command.SetAction((result, cancellationToken) => RunAsync(arguments.Read(result), cancellationToken));
        var parsed = command.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} See --help.");
            return Misused;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_patience });
    }

    private static async Task<int> RunAsync(ChatSettings settings, CancellationToken cancellationToken)
    {
        try
        {
            await using var host = MemoryHost.Open(settings);
            return await Action(settings).RunAsync(host, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return Interrupted;
        }
#pragma warning disable CA1031 // The outermost boundary: a person gets a sentence and an exit code, never a stack trace unasked.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await Console.Error.WriteLineAsync(ErrorText.Of(exception, settings.Store));
            if (settings.Verbose)
            {
                await Console.Error.WriteLineAsync(exception.ToString());
            }

            return Failed;
        }
    }

    private static IChatAction Action(ChatSettings settings) => settings switch
    {
        { Ask: not null } => new AskAction(settings),
        { Import: not null } => new ImportAction(settings.Import, settings.Verbose),
        { Watch: not null } => new WatchAction(settings.Watch),
        { Sweep: true } => new SweepAction(settings.DryRun),
        { Undo: not null } => new UndoAction(settings.Undo.Value),
        { Stats: true } => new StatsAction(settings.Json),
        _ => new TalkAction(settings),
    };
}
