namespace Reminisce.Evaluation;

/// <summary>A document of a test collection.</summary>
internal sealed record TextDocument(string Id, string Text);
