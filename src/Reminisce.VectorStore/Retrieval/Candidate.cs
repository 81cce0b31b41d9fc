namespace Reminisce.VectorData;

/// <summary>One item on its way through a search.</summary>
internal sealed class Candidate(Dictionary<string, object?> record, object key, EncodingStamp? stamp, ExitQuery query, double similarity)
{
    public Dictionary<string, object?> Record { get; } = record;

    public object Key { get; } = key;

    public EncodingStamp? Stamp { get; } = stamp;

    public ExitLayer Exit { get; private set; } = query.Exit;

    /// <summary>Gets the cosine similarity at <see cref="Exit"/>.</summary>
    public double Similarity { get; private set; } = similarity;

    /// <summary>Gets the similarity in standard deviations above unrelated pairs: the one scale on which exits and towers compare.</summary>
    public double Score { get; private set; } = query.Calibration.Normalize(similarity);

    /// <summary>Gets whether the similarity is above what unrelated pairs reach.</summary>
    public bool IsRelevant { get; private set; } = similarity >= query.Calibration.Floor;

    /// <summary>Gets whether the score cannot change any more in this search.</summary>
    public bool IsFinal { get; private set; } = query.Exit.IsFull;

    /// <summary>Takes the similarity at full depth.</summary>
    public void Finish(ExitQuery full, double similarity)
    {
        Exit = full.Exit;
        Similarity = similarity;
        Score = full.Calibration.Normalize(similarity);
        IsRelevant = similarity >= full.Calibration.Floor;
        IsFinal = true;
    }

    /// <summary>Settles for the coarse score.</summary>
    public void KeepCoarse() => IsFinal = true;
}
