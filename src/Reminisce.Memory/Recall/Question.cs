using Reminisce.Memory.Time;

namespace Reminisce.Memory.Recall;

/// <summary>A question taken apart: when, about what, and in which modality.</summary>
/// <param name="Time">The phrase of time understood in it.</param>
/// <param name="Window">Where to look in time, or <see langword="null"/> for everywhere.</param>
/// <param name="Meaning">The question without its time, to be embedded.</param>
/// <param name="Words">The words that must be found, in order, each once.</param>
/// <param name="ModalityHint">The modality it speaks of; raises the rank, excludes nothing.</param>
internal sealed record Question(TimePhrase? Time, TimeWindow? Window, string Meaning, IReadOnlyList<string> Words, Modality? ModalityHint)
{
    /// <summary>The rest of a very long question adds noise, not meaning.</summary>
    private const int MaximumWords = 24;

    public static Question Parse(RecallRequest request, TimePhraseParser parser)
    {
        var time = request.IgnoreTime ? null : parser.Parse(request.Query);
        var rest = (time?.RemainingText ?? request.Query).Trim();
        var words = new List<string>();
        Modality? hint = null;
        foreach (var token in TimeTokenizer.Tokenize(rest, 512).Where(t => char.IsLetterOrDigit(t.Text[0])))
        {
            hint ??= QuestionWords.ModalityOf(token.Text);
            if (!QuestionWords.IsStopWord(token.Text) && !words.Contains(token.Text) && words.Count < MaximumWords)
            {
                words.Add(token.Text);
            }
        }

        // "Which photos": the modality is all that is asked for. "A photo of the sea": the sea is.
        var content = words.Where(w => QuestionWords.ModalityOf(w) is null).ToArray();
        return new Question(time, request.Window ?? time?.Window, rest, content, hint);
    }
}
