using System.Globalization;
using System.Text.Json;

namespace Reminisce.Evaluation;

/// <summary>Reads dialogues in the form in which LoCoMo publishes them.</summary>
internal static class DialogueFile
{
    /// <summary>The data give the time of a session only; its turns follow each other at this pace.</summary>
    private static readonly TimeSpan s_pace = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<Dialogue> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(ReadDialogue)];
    }

    private static Dialogue ReadDialogue(JsonElement element)
    {
        var conversation = element.GetProperty("conversation");
        var turns = new List<DialogueTurn>();
        for (var session = 1; conversation.TryGetProperty($"session_{session}_date_time", out var time); session++)
        {
            var begin = DateTimeOffset.ParseExact(time.GetString()!, "h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var said = conversation.TryGetProperty($"session_{session}", out var list) ? list.EnumerateArray() : default;
            turns.AddRange(said.Select((turn, i) => ReadTurn(turn, session, begin + (i * s_pace))));
        }

        var places = turns.Select((turn, i) => (turn.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var questions = element.GetProperty("qa").EnumerateArray().Select(q => new DialogueQuestion(
            q.GetProperty("question").GetString()!,
            q.GetProperty("category").GetInt32(),
            q.GetProperty("evidence").EnumerateArray().Select(e => e.GetString()!).Where(places.ContainsKey).Select(e => places[e]).ToHashSet()));
        return new Dialogue(element.GetProperty("sample_id").GetString()!, turns, [.. questions.Where(q => q.Evidence.Count > 0)]);
    }

    // What a shared photo shows was seen by both; the data hold it as a caption.
    private static DialogueTurn ReadTurn(JsonElement turn, int session, DateTimeOffset at)
    {
        var text = turn.GetProperty("text").GetString()!;
        var shown = turn.TryGetProperty("blip_caption", out var caption) ? $"{text} [photo: {caption.GetString()}]" : text;
        return new DialogueTurn(turn.GetProperty("dia_id").GetString()!, session, turn.GetProperty("speaker").GetString()!, shown, at);
    }
}
