using Reminisce.VectorData.Snapshots;

namespace Reminisce.VectorData.Search;

/// <content>What an operator asks of the graphs.</content>
internal sealed partial class IndexRegistry
{
    /// <summary>Gets the memory of vectors that are held for small properties.</summary>
    public long ResidentBytes => _residents.Values.Sum(resident => resident.Bytes);

    /// <summary>Gets how every graph begun so far stands.</summary>
    public IReadOnlyList<VectorIndexStatus> Status() => [.. Begun.Select(index => index.Status())];

    /// <summary>Whether a saved graph is of this store, and not of one that had its folder before.</summary>
    public bool Owns(SnapshotFile file) => file.StoreId == storeId;

    /// <summary>Gets the saved graphs of this store, with what their names say.</summary>
    public IEnumerable<SnapshotFile> Saved()
        => host.Storage.List(host.Files.IndexFolder).Select(SnapshotFile.Parse).OfType<SnapshotFile>().Where(Owns);

    /// <summary>Builds every graph anew; saved ones that no search has needed yet are deleted instead. On the writer's thread.</summary>
    public void Rebuild()
    {
        var begun = Begun.ToList();
        begun.ForEach(index => index.Rebuild());
        Delete(Saved().Select(file => file.Path).Where(path => !begun.Exists(index => index.Path == path)));
    }

    /// <summary>Waits until nothing is being built any more.</summary>
    public static async Task WaitAsync(IReadOnlyList<VectorIndex> indexes, IProgress<UsearchIndexProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var index in indexes)
        {
            void Report() => progress!.Report(index.Progress ?? new UsearchIndexProgress(index.Collection, index.Property, 1, 1));
            if (progress is not null)
            {
                index.Progressed += Report;
            }

            try
            {
                for (Task? building = null; !ReferenceEquals(building, index.Building);)
                {
                    building = index.Building;
                    await building.WaitAsync(cancellationToken).ConfigureAwait(false);
                }
            }
            finally
            {
                index.Progressed -= Report;
            }
        }
    }
}
