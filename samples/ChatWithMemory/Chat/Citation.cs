namespace ChatWithMemory.Chat;

/// <summary>One piece of evidence beside an answer.</summary>
internal sealed record Citation(Guid Id, DateTimeOffset OccurredAt, string Source, string Modality, string Text);
