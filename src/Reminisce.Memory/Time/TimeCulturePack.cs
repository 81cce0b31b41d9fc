using System.Globalization;
using System.Text.Json;

namespace Reminisce.Memory.Time;

/// <summary>The words and rules by which one language speaks of time, read from data.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
internal sealed class TimeCulturePack
{
    private static readonly string[] s_builtIn = ["en", "de", "zh"];
    private static readonly Lazy<IReadOnlyList<TimeCulturePack>> s_all = new(() => [.. s_builtIn.Select(LoadBuiltIn)]);

    private TimeCulturePack(string culture, Dictionary<string, TimeWord[]> slots, TimeTemplate[] phrases, TimeTemplate[] nested, string[][] notTime, string[][] suffixes, bool monthFirst)
    {
        Culture = culture;
        Slots = slots;
        Phrases = new TimeRules(phrases, slots);
        Inside = new TimeRules([.. phrases, .. nested], slots);
        NotTime = notTime;
        Suffixes = suffixes;
        MonthFirst = monthFirst;
    }

    /// <summary>Gets the packs that come with the library, English first.</summary>
    public static IReadOnlyList<TimeCulturePack> BuiltIn => s_all.Value;

    public string Culture { get; }

    /// <summary>Gets the words of every slot, longest first.</summary>
    public IReadOnlyDictionary<string, TimeWord[]> Slots { get; }

    /// <summary>Gets the rules that stand on their own.</summary>
    public TimeRules Phrases { get; }

    /// <summary>Gets the rules inside another phrase: all, and those that mean a time only there ("march" in "between march and may").</summary>
    public TimeRules Inside { get; }

    /// <summary>Gets names that contain words of time and are none: "Black Friday".</summary>
    public IReadOnlyList<string[]> NotTime { get; }

    /// <summary>Gets what may follow a phrase and goes with it: "'s".</summary>
    public IReadOnlyList<string[]> Suffixes { get; }

    private bool MonthFirst { get; }

    /// <summary>Tells whether 11/3/2026 is in November: as the culture reads it, where it is one of this language.</summary>
    public bool IsMonthFirst(CultureInfo? culture) =>
        culture?.TwoLetterISOLanguageName == Culture ? TimeCulture.IsMonthFirst(culture) : MonthFirst;

    /// <summary>Reads a pack.</summary>
    /// <exception cref="InvalidDataException">The pack is not JSON of the expected form or names an unknown meaning.</exception>
    public static TimeCulturePack Load(Stream json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var slots = root.GetProperty("slots").EnumerateObject().ToDictionary(s => s.Name, s => ReadWords(s.Value));
            return new TimeCulturePack(
                root.GetProperty("culture").GetString()!,
                slots,
                ReadRules(root.GetProperty("phrases")),
                ReadRules(root.GetProperty("nested")),
                [.. root.GetProperty("notTime").EnumerateArray().Select(e => Words(e.GetString()!))],
                [.. root.GetProperty("suffixes").EnumerateArray().Select(e => Words(e.GetString()!))],
                root.GetProperty("monthFirst").GetBoolean());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"The time culture pack cannot be read: {e.Message} Expected culture, monthFirst, slots, phrases, nested, notTime and suffixes.", e);
        }
    }

    /// <summary>Splits words of a pack as a question is split.</summary>
    public static string[] Words(string text) => [.. TimeTokenizer.Tokenize(text).Select(t => t.Text)];

    private static TimeCulturePack LoadBuiltIn(string culture)
    {
        using var stream = typeof(TimeCulturePack).Assembly.GetManifestResourceStream($"Reminisce.Memory.Time.Packs.{culture}.json")!;
        return Load(stream);
    }

    private static TimeWord[] ReadWords(JsonElement table) =>
        [.. table.EnumerateObject()
            .SelectMany(p => p.Name.Split('|').Select(w => new TimeWord(Words(w.TrimStart('~')), p.Value.GetString()!, w.StartsWith('~'))))
            .OrderByDescending(w => w.Tokens.Length)];

    private static TimeTemplate[] ReadRules(JsonElement rules)
    {
        var templates = new List<TimeTemplate>();
        foreach (var group in rules.EnumerateObject())
        {
            if (!TimeResolver.Knows(group.Name.Split(':')[0]))
            {
                throw new InvalidOperationException($"The meaning '{group.Name}' is unknown.");
            }

            templates.AddRange(group.Value.EnumerateArray().Select(t => TimeTemplate.Parse(group.Name, t.GetString()!)));
        }

        return [.. templates];
    }
}
