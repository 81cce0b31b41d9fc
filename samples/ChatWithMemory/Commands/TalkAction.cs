using ChatWithMemory.Hosting;
using Spectre.Console;

namespace ChatWithMemory.Commands;

/// <summary>A conversation on the console, until /quit or the end of input.</summary>
internal sealed class TalkAction(ChatSettings settings) : IChatAction
{
    private const string Help =
        """
        Ask about the past:        what did I see last week?   where did I park the car?
        Tell it something:         remember that the gate code is 4711
        Let it forget:             forget [2]      (shows what would go, and asks)
        /import FOLDER             take in notes and pictures
        /sweep [--dry-run]         merge near-duplicates, let unused memories fade
        /undo ID                   take a sweep back
        /stats                     how much is remembered
        /help  /quit
        """;

    private readonly IAnsiConsole _screen = AnsiConsole.Console;
    private readonly bool _isTerminal = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        using var conversation = await Conversation.BeginAsync(host, settings, cancellationToken);
        if (_isTerminal)
        {
            Welcome();
        }

        while (true)
        {
            if (_isTerminal)
            {
                _screen.Markup("\n[green]you>[/] ");
            }

            // The console's own reader does not hear a cancellation while it waits for a key.
            var line = await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellationToken);
            if (line is null || line.Trim() is "/quit" or "/exit")
            {
                return 0;
            }

            if (line.Trim().Length > 0)
            {
                await AnswerAsync(line.Trim(), conversation, host, cancellationToken);
            }
        }
    }

    // Wrapped at words for a person; whole lines for a pipe.
    private void Say(string text)
    {
        if (_isTerminal)
        {
            _screen.WriteLine(text);
        }
        else
        {
            Console.WriteLine(text);
        }
    }

    private void Welcome()
    {
        _screen.Write(new Rule("[bold]Reminisce[/]").LeftJustified());
        _screen.MarkupLine("A memory that stays on this machine. Try [yellow]what did I see last week?[/] or [yellow]/help[/].");
    }

    private async Task AnswerAsync(string line, Conversation conversation, MemoryHost host, CancellationToken cancellationToken)
    {
        try
        {
            if (line.StartsWith('/'))
            {
                await RunCommandAsync(line, host, cancellationToken);
                return;
            }

            var answer = await conversation.Session.AskAsync(line, cancellationToken);
            Say(answer.Answer);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // One failed turn does not end a conversation; the sentence tells what failed.
            await Console.Error.WriteLineAsync(ErrorText.Of(exception, host.StorePath));
        }
    }

    private async Task RunCommandAsync(string line, MemoryHost host, CancellationToken cancellationToken)
    {
        var parts = line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var argument = parts.Length > 1 ? parts[1] : "";
        switch (parts[0])
        {
            case "/help":
                Say(Help);
                break;
            case "/import" when argument.Length > 0:
                await new ImportAction(argument, settings.Verbose).RunAsync(host, cancellationToken);
                break;
            case "/sweep":
                await new SweepAction(argument is "--dry-run" or "dry").RunAsync(host, cancellationToken);
                break;
            case "/undo" when Guid.TryParse(argument, out var sweep):
                await new UndoAction(sweep).RunAsync(host, cancellationToken);
                break;
            case "/stats":
                await new StatsAction(json: false).RunAsync(host, cancellationToken);
                break;
            default:
                Say($"The command {line} was not understood. /help shows what there is.");
                break;
        }
    }
}
