using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce erase</c>: shows what would go, and with <c>--yes</c> removes every byte of it.</summary>
internal static class EraseCommand
{
    public static Command Create()
    {
        var ids = new Option<Guid[]>("--id") { Description = "A memory, by its id. Can be repeated.", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var source = new Option<string>("--source") { Description = "All that came from this source, exactly as it was given.", HelpName = "NAME" };
        var app = new Option<string>("--app") { Description = "All that was seen or written in this application.", HelpName = "NAME" };
        var everything = new Option<bool>("--everything") { Description = "Everything of the scope." };
        var pinned = new Option<bool>("--include-pinned") { Description = "Pinned memories too; else they stay." };
        var yes = new Option<bool>("--yes") { Description = "Erase. Without it, only what would go is shown." };
        var receipt = new Option<FileInfo>("--receipt") { Description = "Where the receipt goes.", HelpName = "FILE", DefaultValueFactory = _ => new FileInfo("erase-receipt.json") };
        var command = new Command("erase", """
            Remove every byte of memories: records, words, vectors, activations, copies in gists, steps of the journal.

            First look, then erase, then check:
              reminisce erase --store ~/my-memory --source mail
              reminisce erase --store ~/my-memory --source mail --yes --receipt receipt.json
              reminisce verify receipt.json --store ~/my-memory --word hunter2

            It takes as long, and as much free space, as copying the folder. Originals of pictures, exports, backups and snapshots
            of the file system are out of its reach.
            """) { ids, source, app, everything, pinned, yes, receipt };
        var scope = new ScopeOptions(command);
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var memory = services.GetRequiredService<IMemoryMaintenance>();
            var preview = await memory.PreviewEraseAsync(new EraseRequest
            {
                Scope = scope.Read(result),
                Ids = result.GetValue(ids) is { Length: > 0 } some ? some : null,
                Source = result.GetValue(source),
                App = result.GetValue(app),
                WholeScope = result.GetValue(everything),
                IncludePinned = result.GetValue(pinned),
            }, cancellationToken).ConfigureAwait(false);
            foreach (var item in preview.Items)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{item.Id}  {item.OccurredAt:yyyy-MM-dd HH:mm}  {item.Source}"));
            }

            Console.WriteLine($"{preview.Items.Count} memories {(result.GetValue(yes) ? "go" : "would go")}; {preview.Pinned.Count} pinned stay, {preview.Rewritten.Count} are rewritten, {preview.SameContent.Count} with the same content stay.");
            if (!result.GetValue(yes))
            {
                Console.WriteLine("Nothing was erased. Say the same with --yes to erase.");
                return 0;
            }

            var done = await memory.EraseAsync(preview.Token, cancellationToken).ConfigureAwait(false);
            var file = result.GetRequiredValue(receipt).FullName;
            await File.WriteAllTextAsync(file, done.ToJson() + "\n", CancellationToken.None).ConfigureAwait(false);
            Console.WriteLine($"{done.Memories} memories erased, {done.Rewritten} rewritten, {done.JournalSteps} steps of the journal. Receipt: {file}");
            return 0;
        });
    }
}
