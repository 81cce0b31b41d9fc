using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Filters;

namespace Reminisce.VectorData;

/// <summary>Rewrites filters and selectors over the user's record into the same over the inner dynamic record.</summary>
internal sealed class FilterRewriter : ExpressionVisitor
{
    private static readonly MethodInfo s_item = typeof(Dictionary<string, object?>).GetProperty("Item")!.GetMethod!;

    private readonly ParameterExpression _inner;
    private readonly ParameterExpression _record;
    private readonly CollectionModel _model;

    private FilterRewriter(ParameterExpression record, CollectionModel model)
    {
        _record = record;
        _model = model;
        _inner = record.Type == typeof(Dictionary<string, object?>) ? record : Expression.Parameter(typeof(Dictionary<string, object?>), "record");
    }

    /// <summary>Rewrites a filter; one over dynamic records is in the inner store's form already, and its names are checked.</summary>
    /// <exception cref="InvalidOperationException">The filter names a property that is neither key nor data.</exception>
    /// <exception cref="NotSupportedException">The filter uses the record other than by its properties.</exception>
    public static Expression<Func<Dictionary<string, object?>, bool>>? Filter<TRecord>(Expression<Func<TRecord, bool>>? filter, CollectionModel model)
    {
        if (filter is null)
        {
            return null;
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

        return Expression.Convert(Item(node.Member.Name), node.Type);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        node.Method == s_item && IsRecord(node.Object) && FilterConstants.TryEvaluate(node.Arguments[0], out var name) ? Item((string)name!) : base.VisitMethodCall(node);

    protected override Expression VisitParameter(ParameterExpression node) => node == _record
        ? throw new NotSupportedException("A filter may use the record only through its key and data properties, such as 'r => r.Year == 2024'.")
        : base.VisitParameter(node);

    private MethodCallExpression Item(string name) => _model.PropertyMap.TryGetValue(name, out var property) && property is not VectorPropertyModel
        ? Expression.Call(_inner, s_item, Expression.Constant(name))
        : throw new InvalidOperationException($"Property '{name}' cannot be used in a filter: it is neither the key nor a data property. Content is embedded, not stored; keep what you filter by in a data property.");

    private bool IsRecord(Expression? expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.TypeAs } convert)
        {
            expression = convert.Operand;
        }

        return expression == _record;
    }
}
