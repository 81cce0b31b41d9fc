using System.Linq.Expressions;

namespace Reminisce.Memory.Storage;

/// <summary>The filters of a recall; they run inside the search, never after it.</summary>
internal static class MemoryFilters
{
    /// <summary>Selects everything of one scope.</summary>
    public static Expression<Func<MemoryRecord, bool>> Of(MemoryScope scope)
    {
        var (application, agent, user, session) = scope;
        return r => r.ScopeApplication == application && r.ScopeAgent == agent && r.ScopeUser == user && r.ScopeSession == session;
    }

    /// <summary>Selects what of a scope may be shown: of a state, not suppressed, trusted enough, in a window, of a modality.</summary>
    /// <param name="scope">Whose memories.</param>
    /// <param name="state">Where they stand.</param>
    /// <param name="leastTrusted">The least trusted tier.</param>
    /// <param name="window">When it happened, or <see langword="null"/>.</param>
    /// <param name="modality">The only modality, or <see langword="null"/>.</param>
    /// <param name="mentioned">Whether a text that speaks of a time within the window counts too, whenever it was written.</param>
    public static Expression<Func<MemoryRecord, bool>> Visible(
        MemoryScope scope, MemoryState state, TrustTier leastTrusted, TimeWindow? window, Modality? modality, bool mentioned = false)
    {
        var (trust, wanted) = ((int)leastTrusted, (int)state);
        var filter = And(Of(scope), r => r.State == wanted && r.Suppressed == false && r.Trust <= trust);
        if (window is not null)
        {
            var (start, end) = (window.Start.UtcTicks, window.End.UtcTicks);
            filter = mentioned
                ? And(filter, r => (r.OccurredAt >= start && r.OccurredAt < end) || (r.SpanTo > start && r.SpanFrom < end)
                    || (r.MentionedTo > 0 && r.MentionedFrom >= start && r.MentionedTo <= end))
                : And(filter, r => (r.OccurredAt >= start && r.OccurredAt < end) || (r.SpanTo > start && r.SpanFrom < end));
        }

        if (modality is { } only)
        {
            var sense = (int)only;
            filter = And(filter, r => r.Modality == sense);
        }

        return filter;
    }

    /// <summary>Selects what of a scope may be shown beside an answer, wherever it stands: trusted enough, not suppressed.</summary>
    public static Expression<Func<MemoryRecord, bool>> Shown(MemoryScope scope, TrustTier leastTrusted)
    {
        var (trust, unbound) = ((int)leastTrusted, (int)MemoryState.Unbound);
        return And(Of(scope), r => r.Suppressed == false && r.Trust <= trust && r.State < unbound);
    }

    /// <summary>Joins two filters over one parameter.</summary>
    public static Expression<Func<MemoryRecord, bool>> And(Expression<Func<MemoryRecord, bool>> left, Expression<Func<MemoryRecord, bool>> right) =>
        Join(left, right, Expression.AndAlso);

    /// <summary>Joins two filters of which one suffices.</summary>
    public static Expression<Func<MemoryRecord, bool>> Or(Expression<Func<MemoryRecord, bool>> left, Expression<Func<MemoryRecord, bool>> right) =>
        Join(left, right, Expression.OrElse);

    private static Expression<Func<MemoryRecord, bool>> Join(
        Expression<Func<MemoryRecord, bool>> left, Expression<Func<MemoryRecord, bool>> right, Func<Expression, Expression, BinaryExpression> join)
    {
        var body = new Renamed(right.Parameters[0], left.Parameters[0]).Visit(right.Body);
        return Expression.Lambda<Func<MemoryRecord, bool>>(join(left.Body, body), left.Parameters[0]);
    }

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
