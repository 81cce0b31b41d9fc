namespace Reminisce.Training.Gradients;

/// <summary>Collects what each use of a value contributes to its gradient, and sums it once.</summary>
internal sealed class GradientLedger
{
    private readonly Dictionary<string, List<string>> _parts = new(StringComparer.Ordinal);

    public bool Has(string value) => _parts.ContainsKey(value);

    public void Add(string value, string gradient)
    {
        if (!_parts.TryGetValue(value, out var list))
        {
            _parts[value] = list = [];
        }

        list.Add(gradient);
    }

    /// <summary>The sum of all contributions, or null where there is none.</summary>
    public string? Total(string value, NodeWriter write)
    {
        if (!_parts.TryGetValue(value, out var list))
        {
            return null;
        }

        if (list.Count > 1)
        {
            var sum = write.Node("Sum", list);
            list.Clear();
            list.Add(sum);
        }

        return list[0];
    }
}
