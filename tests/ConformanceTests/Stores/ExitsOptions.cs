using ConformanceTests.Support;
using Microsoft.Extensions.AI;
using Reminisce.VectorData;

namespace ConformanceTests.Stores;

/// <summary>What the stores with early exits have in common.</summary>
internal sealed class ExitsOptions : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-conformance-").FullName;

    public static IReadOnlyDictionary<Difference, string> Differences { get; } = new Dictionary<Difference, string>
    {
        [Difference.ContentHasExits] = "scores of exits are compared by their calibration, which is of cosines; and records come back without content, so that one written back would lose its vector",
    };

    public ReminisceVectorStoreOptions With(IEmbeddingGenerator? generator) => new()
    {
        EmbeddingGenerator = generator,
        ActivationStore = new SqliteActivationStore(new() { Path = Path.Combine(_folder, SqliteActivationStoreOptions.FileName) }),
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
