using System.Globalization;
using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>Days of a person's computer with the redundancy of real ones, built from real screenshots and dialogues.</summary>
internal sealed class LifeLog
{
    private const double PinnedShare = 0.03;
    private const double UsedShare = 0.1;
    private readonly List<LogEntry> _entries = [];
    private readonly List<LogQuestion> _questions = [];
    private readonly Random _random;
    private int _groups;

    private LifeLog(int seed) => _random = new Random(seed);

    public IReadOnlyList<LogEntry> Entries => _entries;

    public IReadOnlyList<LogQuestion> Questions => _questions;

    public int Groups => _groups;

    /// <summary>Gets when the log is swept and asked: ten days after its last entry, so that nothing is too young.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Builds a log from a folder with screenshots/ and dialogues/, or from a file of dialogues alone.</summary>
    public static LifeLog Build(string path, int screens, int dialogues, int seed)
    {
        var log = new LifeLog(seed);
        var folder = Path.Combine(path, "screenshots");
        if (Directory.Exists(folder))
        {
            log.AddScreens(folder, screens);
        }

        var file = File.Exists(path) ? path : Directory.EnumerateFiles(Path.Combine(path, "dialogues"), "*.json").Order(StringComparer.Ordinal).First();
        foreach (var dialogue in DialogueFile.Read(file).Take(dialogues))
        {
            log.AddDialogue(dialogue);
        }

        log._entries.Sort((a, b) => a.Input.OccurredAt!.Value.CompareTo(b.Input.OccurredAt!.Value));
        log.AskedAt = log._entries[^1].Input.OccurredAt!.Value.AddDays(10);
        return log;
    }

    private void AddScreens(string folder, int most)
    {
        var rows = File.ReadLines(Path.Combine(folder, "screenshots.tsv")).Skip(1).Select(l => l.Split('\t')).Take(most);
        var byTask = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            var (task, group) = (row[2], _groups++);
            var original = File.ReadAllBytes(Path.Combine(folder, "images", row[0]));
            var at = DateTimeOffset.Parse(row[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var looks = 1 + _random.Next(7);
            for (var i = 0; i < looks; i++)
            {
                Add(group, new MemoryInput
                {
                    Media = i == 0 ? original : ScreenChanges.Apply(original, _random),
                    MediaType = "image/jpeg",
                    MediaReference = row[0],
                    Text = task,
                    OccurredAt = at,
                    Source = row[4],
                    Cues = new MemoryCues { App = "screen" },
                });
                at += TimeSpan.FromMinutes(2 + _random.Next(300));
            }

            if (!byTask.TryGetValue(task, out var groups))
            {
                byTask.Add(task, groups = []);
            }

            groups.Add(group);
            if (group % 2 == 0)
            {
                // Another look at the same screen, which is not in the log.
                _questions.Add(new LogQuestion("screen", new RecallRequest { Media = ScreenChanges.Apply(original, _random), MediaType = "image/jpeg" }, new HashSet<int> { group }));
            }
        }

        _questions.AddRange(byTask.Select(t => new LogQuestion("task", new RecallRequest { Query = t.Key, IgnoreTime = true }, t.Value)));
    }

    private void AddDialogue(Dialogue dialogue)
    {
        var first = _groups;
        _groups += dialogue.Turns.Count;
        for (var i = 0; i < dialogue.Turns.Count; i++)
        {
            var turn = dialogue.Turns[i];
            Add(first + i, new MemoryInput { Text = turn.Text, OccurredAt = turn.At, Source = $"{dialogue.Id} {turn.Session}", Cues = new MemoryCues { People = [turn.Speaker] } });

            // Every fourth turn is written down, and the note saved again with small changes.
            for (var copy = i % 4 == 0 ? 1 + _random.Next(4) : 0; copy > 0; copy--)
            {
                Add(first + i, new MemoryInput { Text = Reworded(turn.Text), OccurredAt = turn.At.AddMinutes(5 + _random.Next(1500)), Source = "notes", Cues = new MemoryCues { People = [turn.Speaker] } });
            }
        }

        _questions.AddRange(dialogue.Questions.Where(q => q.Category != DialogueQuestion.Adversarial).Select(q =>
            new LogQuestion("dialogue", new RecallRequest { Query = q.Text, IgnoreTime = true }, q.Evidence.Select(e => first + e).ToHashSet())));
    }

    private string Reworded(string text) => _random.Next(4) switch
    {
        0 => text.ToUpperInvariant(),
        1 => "Note: " + text,
        2 => text.Replace("!", ".", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal),
        _ => text,
    };

    private void Add(int group, MemoryInput input) => _entries.Add(new LogEntry(
        input, group, _random.NextDouble() < PinnedShare, _random.NextDouble() < UsedShare ? TimeSpan.FromDays(_random.Next(1, 9)) : null));
}
