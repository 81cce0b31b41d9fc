namespace Reminisce.Evaluation;

/// <summary>One turn: who said what in which session, and when.</summary>
internal sealed record DialogueTurn(string Id, int Session, string Speaker, string Text, DateTimeOffset At);
