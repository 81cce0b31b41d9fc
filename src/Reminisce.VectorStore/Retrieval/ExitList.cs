namespace Reminisce.VectorData;

/// <summary>The shortlist of one exit while a search gathers it.</summary>
internal sealed class ExitList(ExitQuery query, string column, ExitStatistics statistics)
{
    public ExitQuery Query { get; } = query;

    public string Column { get; } = column;

    public ExitStatistics Statistics { get; } = statistics;

    public bool IsFull => Query.Exit.IsFull;

    /// <summary>Gets or sets how many items were asked for last; 0 before.</summary>
    public int Asked { get; set; }

    /// <summary>Gets or sets whether the exit is passed over because it is known to be empty.</summary>
    public bool IsSkipped { get; set; }

    public List<Candidate> Found { get; set; } = [];

    /// <summary>Gets or sets how many items the inner store returned.</summary>
    public int Returned { get; set; }

    /// <summary>Tells whether items that were not asked for could belong to a pool that ends at a score.</summary>
    public bool IsTooShort(RetrievalPlan plan, double lastKept) => !IsSkipped && Asked < plan.Pool && Returned >= Asked
        && (Found.Count == 0 || (Found[^1].Score > lastKept && plan.Admits(Found[^1])));
}
