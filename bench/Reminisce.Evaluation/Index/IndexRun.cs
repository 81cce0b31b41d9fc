namespace Reminisce.Evaluation;

/// <summary>What all measurements of one run share.</summary>
internal sealed class IndexRun(IndexOptions options, WorkFolder folder, Dataset data, Progress progress, CancellationToken cancellationToken)
{
    public IndexOptions Options => options;

    public WorkFolder Folder => folder;

    public Dataset Data => data;

    public Progress Progress => progress;

    /// <summary>Ends the run between two steps, so that the temporary folder is deleted.</summary>
    public CancellationToken Stop => cancellationToken;

    /// <summary>Draws the order of contestants, the rows to be replaced and the filters.</summary>
    public Random Random { get; } = new(options.Seed);

    public string StoreFolder => folder.Sub("store");

    public StoreUnderTest OpenStore() => new(StoreFolder, options.Dimensions, options.Ef);

    /// <summary>Answers of a contestant to the queries it was asked.</summary>
    public long[]?[] NewAnswers() => new long[]?[data.Queries.Count];
}
