namespace Reminisce.Memory;

/// <summary>A phrase of time that was understood in a question.</summary>
/// <param name="Phrase">The words as they stood in the question, for example <c>last week</c>.</param>
/// <param name="Window">The window that was chosen.</param>
/// <param name="Alternatives">Other windows the phrase could mean; empty when it is unambiguous.</param>
/// <param name="RemainingText">The question without the phrase; may be empty of meaning, for example <c>what did I see</c>.</param>
public sealed record TimePhrase(string Phrase, TimeWindow Window, IReadOnlyList<TimeWindow> Alternatives, string RemainingText);
