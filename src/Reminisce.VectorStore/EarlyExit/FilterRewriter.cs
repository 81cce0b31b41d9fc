using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>Rewrites filters and selectors over the user's record into the same over the inner dynamic record.</summary>
internal sealed class FilterRewriter : ExpressionVisitor
{
    private static readonly MethodInfo s_item = typeof(Dictionary<string, object?>).GetProperty("Item")!.GetMethod!;

    private readonly ParameterExpression _inner = Expression.Parameter(typeof(Dictionary<string, object?>), "record");
    private readonly ParameterExpression _record;
    private readonly CollectionModel _model;

    private FilterRewriter(ParameterExpression record, CollectionModel model)
    {
        _record = record;
        _model = model;
    }

    /// <summary>Rewrites a filter; a filter over dynamic records is already in the inner store's form.</summary>
    /// <exception cref="InvalidOperationException">The filter names a property that is neither key nor data.</exception>
    /// <exception cref="NotSupportedException">The filter uses the record other than by its properties.</exception>
    public static Expression<Func<Dictionary<string, object?>, bool>>? Filter<TRecord>(Expression<Func<TRecord, bool>>? filter, CollectionModel model)
    {
        if (filter is null or Expression<Func<Dictionary<string, object?>, bool>>)
        {
            return (Expression<Func<Dictionary<string, object?>, bool>>?)(object?)filter;
        }

        var rewriter = new FilterRewriter(filter.Parameters[0], model);
        return Expression.Lambda<Func<Dictionary<string, object?>, bool>>(rewriter.Visit(filter.Body), rewriter._inner);
    }

    /// <summary>Selects an inner property by name.</summary>
    public static Expression<Func<Dictionary<string, object?>, object?>> Selector(string name)
    {
        var record = Expression.Parameter(typeof(Dictionary<string, object?>), "record");
        return Expression.Lambda<Func<Dictionary<string, object?>, object?>>(Expression.Call(record, s_item, Expression.Constant(name)), record);
    }

    /// <summary>Compares an inner text property with a value.</summary>
    public static Expression<Func<Dictionary<string, object?>, bool>> Equal(string name, string value)
    {
        var record = Expression.Parameter(typeof(Dictionary<string, object?>), "record");
        var property = Expression.Convert(Expression.Call(record, s_item, Expression.Constant(name)), typeof(string));
        return Expression.Lambda<Func<Dictionary<string, object?>, bool>>(Expression.Equal(property, Expression.Constant(value)), record);
    }

    protected override Expression VisitMember(MemberExpression node)
    {
        if (!IsRecord(node.Expression))
        {
            return base.VisitMember(node);
        }

        var name = node.Member.Name;
        return _model.PropertyMap.TryGetValue(name, out var property) && property is not VectorPropertyModel
            ? Expression.Convert(Expression.Call(_inner, s_item, Expression.Constant(name)), node.Type)
            : throw new InvalidOperationException($"Property '{name}' cannot be used in a filter: it is neither the key nor a data property. Content is embedded, not stored; keep what you filter by in a data property.");
    }

    protected override Expression VisitParameter(ParameterExpression node) => node == _record
        ? throw new NotSupportedException("A filter may use the record only through its key and data properties, such as 'r => r.Year == 2024'.")
        : base.VisitParameter(node);

    private bool IsRecord(Expression? expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert)
        {
            expression = convert.Operand;
        }

        return expression == _record;
    }
}
