using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce recall</c>: asks a memory, and explains how its answer was found.</summary>
internal static class RecallCommand
{
    private const string Help = """
        Ask a memory.

        With --explain, every search by meaning is shown step by step: what each exit gave, what was finished by the encoder and
        why it stopped, and what that cost.
          reminisce recall "where did I park the car" --store ~/my-memory --explain
        """;

    public static Command Create()
    {
        var query = new Argument<string>("query") { Description = "The question." };
        var top = new Option<int>("--top") { Description = "Most answers.", HelpName = "COUNT", DefaultValueFactory = _ => 10 };
        var explain = new Option<bool>("--explain") { Description = "Show how the answers were found." };
        var command = new Command("recall", Help) { query, top, explain };
        var scope = new ScopeOptions(command);
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            using var searches = result.GetValue(explain) ? new SearchListener() : null;
            var request = new RecallRequest { Query = result.GetRequiredValue(query), Top = result.GetValue(top), Scope = scope.Read(result) };
            var recalled = await services.GetRequiredService<IMemory>().RecallAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var found in recalled.Memories)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Item.OccurredAt:u} {found.Item.Source} {found.Item.Text} ({found.Why}, {found.Score:0.00})"));
            }

            if (recalled.IsEmpty)
            {
                Console.WriteLine("Nothing found.");
            }

            if (recalled.Hint is { } hint)
            {
                Console.WriteLine(hint);
            }

            searches?.Write(Console.Out);
            return 0;
        });
    }
}
