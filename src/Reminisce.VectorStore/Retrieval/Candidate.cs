namespace Reminisce.VectorData;

/// <summary>One item on its way through a search.</summary>
internal sealed class Candidate(Dictionary<string, object?> record, object key, EncodingStamp? stamp, ExitQuery query, double similarity)
{
    public Dictionary<string, object?> Record { get; } = record;

    public object Key { get; } = key;

    public EncodingStamp? Stamp { get; } = stamp;

    /// <summary>Gets the query at the exit at which the item was found.</summary>
    public ExitQuery FoundBy { get; } = query;

    /// <summary>Gets the query at the exit that counts now.</summary>
    public ExitQuery Query { get; private set; } = query;

    public ExitLayer Exit => Query.Exit;

    /// <summary>Gets the cosine similarity at <see cref="Exit"/>.</summary>
    public double Similarity { get; private set; } = similarity;

    /// <summary>Gets the cosine similarity at the exit at which the item was found.</summary>
    public double CoarseSimilarity { get; } = similarity;

    /// <summary>Gets the similarity in standard deviations above unrelated pairs: the one scale on which exits and towers compare.</summary>
    public double Score { get; private set; } = query.Calibration.Normalize(similarity);

    /// <summary>Gets the calibrated score at the exit at which the item was found.</summary>
    public double CoarseScore { get; } = query.Calibration.Normalize(similarity);

    /// <summary>Gets or sets the number that results are ordered by and that the caller sees.</summary>
    public double Order { get; set; } = query.Calibration.Normalize(similarity);

    /// <summary>Gets what became of the item.</summary>
    public RefinementState State { get; private set; } = query.Exit.IsFull ? RefinementState.Full : RefinementState.Coarse;

    public bool IsFinal => State is RefinementState.Full or RefinementState.Refined;

    /// <summary>Gets whether the results were out of its reach, so that it was not finished.</summary>
    public bool IsSettled { get; private set; }

    /// <summary>Gets or sets whether it was not good enough for the candidates when the same query was asked before, and is not finished now.</summary>
    public bool IsOutside { get; set; }

    /// <summary>Gets whether all was done for it that a search can do.</summary>
    public bool HasHadItsTurn => IsFinal || IsSettled || State == RefinementState.NotResumable;

    /// <summary>Takes the similarity at full depth.</summary>
    public void Finish(ExitQuery full, double similarity)
    {
        Query = full;
        Similarity = similarity;
        Score = full.Calibration.Normalize(similarity);
        State = RefinementState.Refined;
    }

    /// <summary>Settles for the coarse score, because there is nothing to finish from.</summary>
    public void KeepCoarse() => State = RefinementState.NotResumable;

    /// <summary>Leaves it coarse because the results are out of its reach.</summary>
    public void Settle() => IsSettled = true;

    /// <summary>Takes the similarity at a deeper exit, where finishing was stopped because the results are out of reach.</summary>
    public void StopAt(ExitQuery query, double similarity)
    {
        Settle();
        Query = query;
        Similarity = similarity;
        Score = query.Calibration.Normalize(similarity);
    }

    /// <summary>Gives the item the score that finishing would be expected to give it, so that it compares with those that were finished.</summary>
    public void Foresee(ScoreMovement movement) => Score = movement.Expect(Query.Calibration.Normalize(Similarity));
}
