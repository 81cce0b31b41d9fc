using Reminisce.VectorData.Native;
using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Tests.Search;

/// <summary>Gives a property a graph although it is too small to earn one, so that graphs can be tested row by row.</summary>
internal static class SmallGraph
{
    /// <summary>Loads or builds the graph and waits until it is there and saved; nothing happens without the native library.</summary>
    public static async Task LoadAsync(UsearchVectorStore store, string collection, string property)
    {
        if (!UsearchIndex.IsAvailable)
        {
            return;
        }

        var table = (await store.Engine.FindAsync(collection, default))!;
        var column = table.Find(property)!;
        var graph = new UsearchParameters { Dimensions = column.Dimensions, Metric = UsearchMetric.Cosine };
        store.Engine.Indexes.Find(table, new BoundVector(null!, column, table.Vectors(column.Ordinal), DistanceMeasure.Get(null), graph, graph.Ef));
        await Task.WhenAll(store.Engine.Indexes.Building);
        await Task.WhenAll(store.Engine.Indexes.Saving);
    }
}
