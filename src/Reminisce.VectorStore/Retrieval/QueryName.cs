using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Reminisce.VectorData.Filters;

namespace Reminisce.VectorData;

/// <summary>Names a search by all that decides which items become its candidates: equal names mean equal searches.</summary>
internal sealed class QueryName : ExpressionVisitor, IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isKnown = true;

    private QueryName()
    {
    }

    /// <returns>The name, or <see langword="null"/> when the filter holds a value that cannot be named.</returns>
    public static string? Of(RetrievalPlan plan)
    {
        using var name = new QueryName();
        name.Add(plan.Property.Name);
        name.Add(plan.Towers);
        foreach (var number in new IFormattable?[] { plan.Candidates, plan.Needed, plan.Merge, plan.SettleDeviations })
        {
            name.Add(number);
        }

        foreach (var query in plan.Query.Exits)
        {
            name.Add(query.Exit.Name);
            name._hash.AppendData(MemoryMarshal.AsBytes(query.Vector.Span));
        }

        // Captured values are named one by one; the rest of a filter is what the program's text says.
        name.Visit(plan.Filter?.Body);
        name.Add(plan.Filter?.ToString());
        return name._isKnown ? Convert.ToBase64String(name._hash.GetHashAndReset()) : null;
    }

    public void Dispose() => _hash.Dispose();

    public override Expression? Visit(Expression? node)
    {
        if (node is null || !FilterConstants.TryEvaluate(node, out var value))
        {
            return base.Visit(node);
        }

        Add(value);
        return node;
    }

    private void Add(object? value)
    {
        switch (value)
        {
            case null:
                Append("null", "");
                break;
            case string or bool or char:
                Append(value.GetType().Name, value.ToString()!);
                break;
            case DateTime or DateTimeOffset:
                Append(value.GetType().Name, ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture));
                break;
            case IFormattable number:
                Append(value.GetType().Name, number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IEnumerable values:
                var all = values.Cast<object?>().ToList();
                Append("list", all.Count.ToString(CultureInfo.InvariantCulture));
                all.ForEach(Add);
                break;
            default:
                _isKnown = false;
                break;
        }
    }

    private void Append(string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{type} {bytes.Length} ")));
        _hash.AppendData(bytes);
    }
}
