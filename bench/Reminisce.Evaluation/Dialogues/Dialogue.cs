namespace Reminisce.Evaluation;

/// <summary>A long conversation of two people with questions about it.</summary>
internal sealed record Dialogue(string Id, IReadOnlyList<DialogueTurn> Turns, IReadOnlyList<DialogueQuestion> Questions)
{
    /// <summary>Gets when the questions are asked: a minute after the last turn.</summary>
    public DateTimeOffset AskedAt => Turns[^1].At.AddMinutes(1);

    /// <summary>Puts the names of this dialogue's speakers in place of others, so that a question of another dialogue differs in its matter only.</summary>
    public string AboutItsSpeakers((string Text, string First, string Second) question)
    {
        var speakers = Turns.Select(t => t.Speaker).Distinct().ToArray();
        return question.Text.Replace(question.First, speakers[0], StringComparison.OrdinalIgnoreCase).Replace(question.Second, speakers[^1], StringComparison.OrdinalIgnoreCase);
    }
}
