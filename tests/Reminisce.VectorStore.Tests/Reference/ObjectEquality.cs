using System.Linq.Expressions;

namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Compares boxed values by value: <c>r["Year"] == (object)2024</c> means what its author meant.</summary>
internal sealed class ObjectEquality : ExpressionVisitor
{
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
