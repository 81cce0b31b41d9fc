namespace Reminisce.Memory.Recall;

/// <summary>How much each signal counts. The suite <c>dialogue</c> measures every one by leaving it out.</summary>
/// <remarks>Weights are shares of a match of all words, which counts 1. Chosen on the first two of five dialogues.</remarks>
internal sealed record RecallWeights
{
    public static RecallWeights Default { get; } = new();

    /// <summary>Gets what a meaning counts that stands out as far as meanings do.</summary>
    public double Meaning { get; init; } = 0.3;

    /// <summary>Gets what each cue shared with the request counts.</summary>
    public double Cue { get; init; } = 0.15;

    /// <summary>Gets what it counts that it happened at the hour of day asked for, or within an hour of it.</summary>
    public double Hour { get; init; } = 0.05;

    /// <summary>Gets what it counts that a person named in the question was there.</summary>
    public double Person { get; init; } = 0.3;

    /// <summary>Gets the share of its relevance that a memory lends to the one right before and after it; the next but one gets half of that.</summary>
    public double Neighbour { get; init; } = 0.4;

    /// <summary>Gets what the modality that the question speaks of counts.</summary>
    public double Modality { get; init; } = 0.1;

    /// <summary>Gets what full strength counts.</summary>
    public double Strength { get; init; } = 0.05;

    /// <summary>Gets the share of the question that a memory must cover to answer it, words weighed by rarity.</summary>
    public double CoverageFloor { get; init; } = 0.5;

    /// <summary>Gets the share that suffices when it is made of two words or more: one shared word is chance, two seldom are.</summary>
    public double PairCoverageFloor { get; init; } = 0.25;

    /// <summary>Gets the share of the best score below which nothing is shown beside an answer.</summary>
    public double RelativeFloor { get; init; } = 0.3;

    /// <summary>Gets whether "bought" is found for "buy".</summary>
    public bool WordForms { get; init; } = true;

    /// <summary>Gets whether a time that a text speaks of counts beside the time it was written.</summary>
    public bool Mentions { get; init; } = true;
}
