namespace Reminisce.Evaluation;

/// <summary>A query with the documents that were judged for it, by their place, and their grades.</summary>
internal sealed record TextQuery(string Text, IReadOnlyDictionary<int, int> Grades);
