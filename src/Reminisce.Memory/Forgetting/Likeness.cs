namespace Reminisce.Memory.Forgetting;

/// <summary>How like the embeddings of near-duplicates must be.</summary>
/// <remarks>
/// Stateless. Where words agree an embedding only confirms: it must lie further above unrelated pairs than chance takes it, by what the
/// encoder says of unrelated pairs of that exit. Alone it must be as like as the sweep's option demands.
/// </remarks>
/// <param name="ofWordless">The least cosine similarity of memories without words, and the most that is ever demanded.</param>
/// <param name="calibrationOf">What the similarities of unrelated pairs of a space look like.</param>
internal sealed class Likeness(double ofWordless, Func<string, ScoreCalibration> calibrationOf)
{
    /// <summary>So many standard deviations above unrelated pairs: other screens of one task stay below, the same one scrolled lies above.</summary>
    private const double Deviations = 4;

    /// <summary>Gets the least cosine similarity of two near-duplicates.</summary>
    /// <param name="space">The space of their embeddings.</param>
    /// <param name="wordsAgree">Whether they have words, which agree.</param>
    public double Least(string space, bool wordsAgree)
    {
        if (!wordsAgree)
        {
            return ofWordless;
        }

        var unrelated = calibrationOf(space);
        return Math.Min(ofWordless, unrelated.Mean + (Deviations * unrelated.Deviation));
    }
}
