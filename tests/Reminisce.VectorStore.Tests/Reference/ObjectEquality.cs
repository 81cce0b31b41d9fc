using System.Linq.Expressions;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Compares boxed values by value: <c>r["Year"] == (object)2024</c> means what its author meant.</summary>
internal sealed class ObjectEquality(IEnumerable<string> names) : ExpressionVisitor
{
    protected override Expression VisitMethodCall(MethodCallExpression node)
        => node is { Method.Name: "get_Item", Object: ParameterExpression, Arguments: [var argument] }
            && Expression.Lambda<Func<string>>(argument).Compile()() is var name && !names.Contains(name)
            ? throw new InvalidOperationException($"there is no property '{name}'")
            : base.VisitMethodCall(node);

    protected override Expression VisitBinary(BinaryExpression node)
    {
        var visited = (BinaryExpression)base.VisitBinary(node);
        if (visited.Left.Type != typeof(object) && visited.Right.Type != typeof(object))
        {
            return visited;
        }

        Expression equal = Expression.Call(
            typeof(object), nameof(Equals), null, Expression.Convert(visited.Left, typeof(object)), Expression.Convert(visited.Right, typeof(object)));
        return visited.NodeType switch
        {
            ExpressionType.Equal => equal,
            ExpressionType.NotEqual => Expression.Not(equal),
            _ => visited,
        };
    }
}
