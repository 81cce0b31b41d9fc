namespace ChatWithMemory.Chat;

/// <summary>An answer with its evidence, in the shape that <c>--json</c> prints.</summary>
internal sealed record ChatAnswer(string Answer, IReadOnlyList<Citation> Citations);
