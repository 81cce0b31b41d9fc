using Reminisce.Training.Cutting;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>Strings stages together in one graph, each with names of its own.</summary>
internal static class StageGraph
{
    public static string Prefix(int stage) => $"stage{stage}/";

    /// <summary>Appends a stage with adapters.</summary>
    /// <param name="model">The graph so far.</param>
    /// <param name="stage">The stage; it is not changed.</param>
    /// <param name="prefix">What its names begin with.</param>
    /// <param name="input">The value it reads.</param>
    /// <param name="adapters">Receives the names of the adapters' factors.</param>
    /// <param name="settings">Which adapters.</param>
    /// <returns>The states it gives.</returns>
    /// <exception cref="NotSupportedException">The stage has functions of its own, or other operator sets than the stages before.</exception>
    public static string Append(ModelProto model, ModelProto stage, string prefix, string input, List<string> adapters, HealingSettings settings)
    {
        if (stage.Functions.Count > 0)
        {
            throw new NotSupportedException($"The stage '{stage.Graph.Name}' has functions of its own ({string.Join(", ", stage.Functions.Select(f => f.Name))}), which have no gradient.");
        }

        foreach (var import in stage.OpsetImport)
        {
            if (model.OpsetImport.FirstOrDefault(o => o.Domain == import.Domain) is not { } known)
            {
                model.OpsetImport.Add(import);
            }
            else if (known.Version != import.Version)
            {
                throw new NotSupportedException($"The stages of one window use versions {known.Version} and {import.Version} of the operator set '{import.Domain}'; heal them in windows of one stage.");
            }
        }

        var graph = stage.Graph.Clone();
        var output = graph.Output[0].Name;
        var stored = graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var read = graph.Input.First(i => !stored.Contains(i.Name)).Name;
        var names = graph.Node.SelectMany(n => n.Input.Concat(n.Output)).Concat(stored).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToDictionary(n => n, n => prefix + n, StringComparer.Ordinal);
        names[read] = input;
        Renaming.Apply(graph, names);
        foreach (var node in graph.Node)
        {
            node.Name = prefix + node.Name;
        }

        adapters.AddRange(Adapters.Insert(graph, settings.Targets, settings.Rank, settings.Seed + adapters.Count, prefix));
        model.Graph.Initializer.AddRange(graph.Initializer);
        model.Graph.Node.AddRange(graph.Node);
        return names[output];
    }

    /// <summary>Takes a stage's adapters out of those of a window, under the names that they have in the stage.</summary>
    public static IReadOnlyDictionary<string, float[]> Take(IReadOnlyDictionary<string, float[]> weights, string prefix) =>
        weights.Where(w => w.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(w => w.Key[prefix.Length..], w => w.Value, StringComparer.Ordinal);
}
