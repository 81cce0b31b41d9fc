using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ChatWithMemory.Commands;

/// <summary>The options of the command line, and how their values are read.</summary>
internal sealed class ChatArguments
{
    private readonly Option<string> _ask = new("--ask") { Description = "Answer one question and leave.", HelpName = "QUESTION" };
    private readonly Option<bool> _json = new("--json") { Description = "With --ask or --stats: print one JSON object on standard output and nothing else." };
    private readonly Option<string> _import = new("--import") { Description = "Take in a folder with its subfolders: .txt .md .jpg .jpeg .png .webp. A second import adds nothing.", HelpName = "FOLDER" };
    private readonly Option<string> _watch = new("--watch") { Description = "Take in what is new in a folder until Ctrl+C; pictures that repeat the one before are let go.", HelpName = "FOLDER" };
    private readonly Option<bool> _sweep = new("--sweep") { Description = "Forget: merge near-duplicates into gists, let unused memories fade." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "With --sweep: only say what would happen." };
    private readonly Option<Guid?> _undo = new("--undo") { Description = "Take a sweep back, by the id that it printed.", HelpName = "ID", CustomParser = ReadId };
    private readonly Option<bool> _stats = new("--stats") { Description = "Say how much is remembered and what it costs." };
    private readonly Option<string> _store = new("--store") { Description = "The folder of the memory. Default: a folder of this user.", HelpName = "FOLDER" };
    private readonly Option<bool> _noLifeLog = new("--no-life-log") { Description = "Leave an empty memory empty instead of loading the bundled life log." };
    private readonly Option<DateTimeOffset?> _now = new("--now") { Description = "Let the clock stand still at this time, for answers that can be repeated.", HelpName = "ISO-TIME", CustomParser = ReadNow };
    private readonly Option<TimeZoneInfo?> _timeZone = new("--time-zone") { Description = "The zone of \"yesterday\" and of shown times, such as Europe/Berlin.", HelpName = "ZONE", CustomParser = ReadZone };
    private readonly Option<string> _ollama = new("--ollama") { Description = "Let this model of a local Ollama word the answers.", HelpName = "MODEL" };
    private readonly Option<string> _pack = new("--pack") { Description = "The folder of the model pack that embeds. Default: reminisce-mini.", HelpName = "FOLDER" };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Log to standard error, with the details of failures." };

    public IEnumerable<Option> All =>
        [_ask, _json, _import, _watch, _sweep, _dryRun, _undo, _stats, _store, _noLifeLog, _now, _timeZone, _ollama, _pack, _verbose];

    /// <summary>Checks what single options cannot see.</summary>
    public void Validate(CommandResult result)
    {
        Option[] actions = [_ask, _import, _watch, _sweep, _undo, _stats];
        var given = actions.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (given.Count > 1)
        {
            result.AddError($"Give one of {string.Join(", ", given)}, not several.");
        }

        Require(result, _json, [_ask, _stats]);
        Require(result, _dryRun, [_sweep]);
        foreach (var option in new[] { _ask, _import, _watch, _store, _ollama, _pack })
        {
            if (result.GetResult(option) is { Implicit: false } && string.IsNullOrWhiteSpace(result.GetValue(option)))
            {
                result.AddError($"{option.Name} was given an empty value; it needs {option.HelpName}.");
            }
        }
    }

    public ChatSettings Read(ParseResult result)
    {
        var now = result.GetValue(_now);
        return new ChatSettings
        {
            Ask = result.GetValue(_ask),
            Json = result.GetValue(_json),
            Import = result.GetValue(_import),
            Watch = result.GetValue(_watch),
            Sweep = result.GetValue(_sweep),
            DryRun = result.GetValue(_dryRun),
            Undo = result.GetValue(_undo),
            Stats = result.GetValue(_stats),
            Store = Path.GetFullPath(result.GetValue(_store) ?? DefaultStore),
            NoLifeLog = result.GetValue(_noLifeLog),
            Now = now,
            TimeZone = result.GetValue(_timeZone) ?? TimeZoneInfo.Local,
            Ollama = result.GetValue(_ollama),
            Pack = result.GetValue(_pack),
            Verbose = result.GetValue(_verbose),
        };
    }

    private static string DefaultStore => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "reminisce", "chat");

    private static void Require(CommandResult result, Option option, Option[] partners)
    {
        if (result.GetResult(option) is { Implicit: false } && !partners.Any(partner => result.GetResult(partner) is { Implicit: false }))
        {
            result.AddError($"{option.Name} goes with {string.Join(" or ", partners.Select(partner => partner.Name))}.");
        }
    }

    private static Guid? ReadId(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        result.AddError($"--undo was given \"{text}\"; it needs the id that --sweep printed.");
        return null;
    }

    private static DateTimeOffset? ReadNow(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        string[] formats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (DateTimeOffset.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now))
        {
            return now;
        }

        result.AddError($"--now was given \"{text}\"; it needs an ISO 8601 time such as 2026-03-18T09:30:00Z.");
        return null;
    }

    private static TimeZoneInfo? ReadZone(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
        {
            return zone;
        }

        result.AddError($"--time-zone was given \"{text}\"; it needs a name of the IANA list such as Europe/Berlin or UTC.");
        return null;
    }
}
